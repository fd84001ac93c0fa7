import { createHmac } from 'node:crypto'
import { packageVersion, Refusal } from '#foundation'
import type { RunNotice } from '#warehouse'
import { type Patience, patiently } from './patience.ts'

/** Where notices are posted, and the secret that signs them. */
export interface Webhook {
  readonly url: string
  readonly secret: string
}

/** The header with the time and the signature of a notice. */
export const signatureHeader = 'Taraza-Signature'

/**
 * The value of the header that proves who sent a notice and when: HMAC-SHA256 over the seconds since 1970, a full stop and the body. A
 * receiver refuses one whose time is minutes away, so that a copy sent later is noticed.
 */
export function signatureOf(body: string, secret: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${signature}`
}

/**
 * Posts a notice. What the receiver answers is not read.
 *
 * @throws {@link Refusal} `WEBHOOK_TIMEOUT`, `WEBHOOK_REFUSES`, `WEBHOOK_REDIRECTS`, `WEBHOOK_CERTIFICATE`, `WEBHOOK_UNREACHABLE`
 */
export async function postNotice(webhook: Webhook, notice: RunNotice, patience: Patience): Promise<void> {
  const isFinal = (error: unknown) =>
    error instanceof Refusal && ['WEBHOOK_REDIRECTS', 'WEBHOOK_CERTIFICATE'].includes(error.code)
  await patiently(patience, () => post(webhook, JSON.stringify(notice), patience.deadline), isFinal)
}

async function post({ url, secret }: Webhook, body: string, deadline: number): Promise<void> {
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': `taraza/${packageVersion}`,
    [signatureHeader]: signatureOf(body, secret, new Date()),
  }
  const signal = AbortSignal.timeout(deadline)
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    await response.body?.cancel()
    requireAccepted(response.status)
  } catch (error) {
    throw error instanceof Refusal ? error : unreachable(error, deadline)
  }
}

function requireAccepted(status: number): void {
  if (status >= 200 && status < 300) return
  if (status >= 300 && status < 400)
    throw refusal('WEBHOOK_REDIRECTS', 'The webhook redirects. Write the address that it leads to into TARAZA_WEBHOOK.')
  throw refusal('WEBHOOK_REFUSES', `The webhook answers with status ${status}. See the log of its receiver.`)
}

const certificateErrors = /CERT|SELF_SIGNED|ISSUER|ALTNAME|SSL|TLS/

function unreachable(error: unknown, deadline: number): Refusal {
  if (error instanceof Error && error.name === 'TimeoutError') {
    const message = `The webhook did not answer within ${deadline / 1000} s. See whether its receiver is at work.`
    return refusal('WEBHOOK_TIMEOUT', message, error)
  }
  const code = causeOf(error)
  if (certificateErrors.test(code))
    return refusal('WEBHOOK_CERTIFICATE', `The certificate of the webhook is not valid (${code}). Renew it.`, error)
  const advice = 'Check TARAZA_WEBHOOK, the network, and whether the service may reach it.'
  return refusal('WEBHOOK_UNREACHABLE', `The webhook cannot be reached (${code}). ${advice}`, error)
}

function causeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } }
  return typeof cause?.code === 'string' ? cause.code : 'no connection'
}

function refusal(code: string, message: string, cause?: unknown): Refusal {
  return new Refusal(code, message, { parameter: 'TARAZA_WEBHOOK' }, { cause })
}
