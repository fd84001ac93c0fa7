import type { Request, Response } from 'express'
import { Refusal } from '#foundation'
import { keyFor } from '../access/keys.ts'
import type { Principal } from '../access/roles.ts'
import { disconnectSignal } from '../http/disconnect-signal.ts'
import { sendParts } from '../http/send-parts.ts'
import { addressAt, type RestrictedUpstream, restrictedOrigin } from './restricted-address.ts'
import { spokenFor, spokenHeader } from './speaking.ts'

const passedOn = ['content-type', 'content-language', 'cache-control', 'content-disposition', 'retry-after']

/** Hands a request on to a path of the restricted process, and its answer back. */
export type HandOn = (request: Request, response: Response, path: string, asker: Principal) => Promise<void>

/** The restricted process is taken for one that hangs after its own deadline and as long again, or so many milliseconds. */
const patience = 5000

/** @param deadline - of questions, in milliseconds. @throws {@link Refusal} `BAD_CONFIGURATION` */
export function handingOn(restricted: RestrictedUpstream, deadline: number): HandOn {
  const origin = restrictedOrigin(restricted)
  const key = keyFor('speaking', restricted.key)
  return async (request, response, path, asker) => {
    const address = addressAt(origin, path, request.query)
    const sent = { method: 'GET', target: address.pathname + address.search }
    const headers = { ...wishesOf(request), [spokenHeader]: spokenFor(asker, sent, key) }
    const [left, late] = [disconnectSignal(response), new AbortController()]
    const hangs = () => late.abort(new Error('the restricted process does not answer'))
    const timer = setTimeout(hangs, deadline + Math.min(deadline, patience))
    const answer = await reach(address, headers, AbortSignal.any([left, late.signal])).finally(() =>
      clearTimeout(timer),
    )
    await answerWith(answer, response, left)
  }
}

/** How the answer is wanted. */
function wishesOf(request: Request): Record<string, string> {
  const wishes = ['accept', 'accept-language'].flatMap((name) => {
    const value = request.get(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(wishes)
}

/** @throws {@link Refusal} `RESTRICTED_DOWN` (503), `RESTRICTED_FAILED` (502) for what the restricted process never answers */
async function reach(address: URL, headers: Record<string, string>, signal: AbortSignal) {
  const answer = await fetch(address, { headers, signal, redirect: 'manual' }).catch((cause: unknown) => {
    const message = 'Figures that are not public cannot be reached now. Try again later; public ones can be read.'
    throw new Refusal('RESTRICTED_DOWN', message, {}, { cause })
  })
  if (answer.status >= 200 && (answer.status < 300 || answer.status >= 400)) return answer
  await answer.body?.cancel()
  const message = 'What answers in place of the restricted process sends readers elsewhere. Ask the operator.'
  throw new Refusal('RESTRICTED_FAILED', message)
}

async function answerWith(
  answer: Awaited<ReturnType<typeof fetch>>,
  response: Response,
  left: AbortSignal,
): Promise<void> {
  response.status(answer.status)
  for (const name of passedOn) {
    const value = answer.headers.get(name)
    if (value !== null) response.set(name, value)
  }
  if (answer.body === null) return void response.end()
  await sendParts(answer.body, response, left)
}
