import { Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { homeJurisdiction, type RunNotice } from '#warehouse'
import type { Channels } from '../configuration.ts'
import { mailsAbout } from './mails.ts'
import { runCommand } from './on-run.ts'
import type { ChannelName, Message } from './outbox.ts'
import type { Patience } from './patience.ts'
import { sendMail } from './send-mail.ts'
import { readStewards, type Stewards } from './stewards.ts'
import { postNotice } from './webhook.ts'

/** The channels that an installation has set. */
export function channelsOf({ TARAZA_WEBHOOK, TARAZA_ON_RUN, TARAZA_SMTP_URL }: Channels): readonly ChannelName[] {
  return [
    ...(TARAZA_WEBHOOK === undefined ? [] : (['webhook'] as const)),
    ...(TARAZA_ON_RUN === undefined ? [] : (['command'] as const)),
    ...(TARAZA_SMTP_URL === undefined ? [] : (['mail'] as const)),
  ]
}

/** What became of a message on one channel. */
export interface Delivered {
  /** What is still to be sent. */
  readonly message: Message
  readonly failures: readonly Refusal[]
}

/** Far fewer programs need longer, and a night waits for this one. */
const commandDeadline = 30_000

/** Sends a message on one channel. A failure is returned, and whether the message waits for another try. */
export async function deliver(
  channel: ChannelName,
  message: Message,
  settings: Channels,
  patience: Patience,
): Promise<Delivered> {
  const done = { ...message, pending: message.pending.filter((name) => name !== channel) }
  if (!channelsOf(settings).includes(channel)) return { message: done, failures: [] }
  if (channel === 'mail') return await deliverMails(message, done, settings, patience)
  try {
    if (channel === 'webhook') await deliverToWebhook(message.notice, settings, patience)
    else
      await runCommand(settings.TARAZA_ON_RUN ?? '', message.notice, Math.min(commandDeadline, patience.deadline * 3))
    return { message: done, failures: [] }
  } catch (error) {
    // A program that ran and failed may have done its work in part: it is not started again.
    return { message: channel === 'command' ? done : message, failures: [refusalOf(error)] }
  }
}

async function deliverToWebhook(notice: RunNotice, settings: Channels, patience: Patience): Promise<void> {
  const { TARAZA_WEBHOOK: url = '', TARAZA_WEBHOOK_SECRET: secret = '' } = settings
  await postNotice({ url, secret }, notice, patience)
}

async function deliverMails(
  message: Message,
  done: Message,
  settings: Channels,
  patience: Patience,
): Promise<Delivered> {
  const { TARAZA_SMTP_URL: url = '', TARAZA_MAIL_FROM: from = '' } = settings
  const { notice } = message
  const mailed = [...message.mailed]
  const failures: Refusal[] = []
  try {
    const { stewards, jurisdiction } = peopleOf(settings)
    for (const [at, mail] of mailsAbout(notice, stewards, jurisdiction).entries()) {
      if (mailed.includes(mail.to)) continue
      const failure = await failureOf(() => sendMail({ url, from }, mail, `${notice.id}.${at}`, patience))
      if (failure !== undefined) failures.push(failure)
      // An address that the server refuses for good is reported once; after any other failure the server is left alone.
      if (failure !== undefined && failure.code !== 'MAIL_RECIPIENT_REFUSED')
        return { message: { ...message, mailed }, failures }
      mailed.push(mail.to)
    }
    return { message: done, failures }
  } catch (error) {
    return { message: { ...message, mailed }, failures: [...failures, refusalOf(error)] }
  }
}

/** Who gets mail, and the registers by their names. @throws {@link Refusal} `STEWARDS_INVALID`, or what is wrong with the home */
function peopleOf({ TARAZA_HOME, TARAZA_STEWARDS }: Channels): {
  readonly stewards: Stewards
  readonly jurisdiction: ReturnType<typeof loadJurisdiction>
} {
  const code = homeJurisdiction(TARAZA_HOME)
  if (code === undefined) throw new Refusal('NO_HOME', 'There is no home yet, so nobody knows its registers.')
  const jurisdiction = loadJurisdiction(code)
  return { stewards: readStewards(TARAZA_STEWARDS ?? '', jurisdiction), jurisdiction }
}

async function failureOf(work: () => Promise<void>): Promise<Refusal | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return refusalOf(error)
  }
}

/** Nothing that goes wrong here may change the result of a run. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const advice = 'The message could not be sent, by an error of the program.'
  return new Refusal('NOTIFY_FAILED', advice, {}, { cause: error })
}
