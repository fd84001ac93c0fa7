import { Refusal } from '#foundation'
import type { Mail } from './mails.ts'
import { type Patience, patiently } from './patience.ts'

/** The server that takes mail, and whose address stands in it. */
export interface MailServer {
  /** `smtp://` or `smtps://`, with name and password where the server asks for them. */
  readonly url: string
  readonly from: string
}

const thisMachine = ['localhost', '127.0.0.1', '[::1]']
/** No further try changes what the server said. */
const final = ['MAIL_CERTIFICATE', 'MAIL_SIGN_IN_REFUSED', 'MAIL_RECIPIENT_REFUSED']

/**
 * Hands a mail to the server. Over a network it goes encrypted only.
 *
 * @param id - the same each time the mail is sent, so that a mailbox knows one that came twice
 * @throws {@link Refusal} `MAIL_UNREACHABLE`, `MAIL_TIMEOUT`, `MAIL_CERTIFICATE`, `MAIL_SIGN_IN_REFUSED`, `MAIL_RECIPIENT_REFUSED`, `MAIL_REFUSED`
 */
export async function sendMail(server: MailServer, mail: Mail, id: string, patience: Patience): Promise<void> {
  const isFinal = (error: unknown) => error instanceof Refusal && final.includes(error.code)
  await patiently(patience, () => hand(server, mail, id, patience.deadline), isFinal)
}

async function hand(
  { url, from }: MailServer,
  { to, subject, text }: Mail,
  id: string,
  deadline: number,
): Promise<void> {
  // Loaded where mail is sent only.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ ...connectionOf(url), ...timeouts(deadline) })
  const timer = setTimeout(() => transport.close(), deadline * 2)
  try {
    await transport.sendMail({
      from: { name: 'Taraza', address: from },
      to: { name: '', address: to },
      subject,
      text,
      messageId: `<${id}@${from.split('@')[1]}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  } catch (error) {
    throw asRefusal(error as SmtpError, to, deadline)
  } finally {
    clearTimeout(timer)
    transport.close()
  }
}

function connectionOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const isSecure = protocol === 'smtps:'
  const isHere = thisMachine.includes(hostname)
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    requireTLS: !isSecure && !isHere,
    ignoreTLS: !isSecure && isHere,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(username === '' ? {} : { auth }),
  }
}

function timeouts(deadline: number) {
  return { connectionTimeout: deadline, greetingTimeout: deadline, socketTimeout: deadline, dnsTimeout: deadline }
}

interface SmtpError extends Error {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
}

function asRefusal(error: SmtpError, to: string, deadline: number): Refusal {
  const { code = '', command, responseCode = 0, message } = error
  const answer = responseCode === 0 ? code : `answer ${responseCode}`
  const refusal = (named: string, advice: string) =>
    new Refusal(named, advice, { parameter: 'TARAZA_SMTP_URL' }, { cause: error })
  if (command === 'RCPT TO' && responseCode >= 500) {
    const advice = `The mail server refuses the address ${to} (${answer}). Correct it in the file of stewards.`
    return refusal('MAIL_RECIPIENT_REFUSED', advice)
  }
  if (code === 'EAUTH') {
    const advice = `The mail server refuses the name or the password (${answer}). Correct them in TARAZA_SMTP_URL.`
    return refusal('MAIL_SIGN_IN_REFUSED', advice)
  }
  if (code === 'ETLS' || /certificate|SSL routines|TLS/i.test(message))
    return refusal('MAIL_CERTIFICATE', 'No encrypted connection to the mail server: check its certificate and port.')
  if (code === 'ETIMEDOUT')
    return refusal('MAIL_TIMEOUT', `The mail server did not answer within ${deadline / 1000} s.`)
  if (responseCode > 0) return refusal('MAIL_REFUSED', `The mail server refuses the mail (${answer}). See its log.`)
  const advice = 'Check TARAZA_SMTP_URL, the network, and whether the service may reach it.'
  return refusal('MAIL_UNREACHABLE', `The mail server cannot be reached (${answer}). ${advice}`)
}
