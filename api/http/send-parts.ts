import { on, once } from 'node:events'
import type { Response } from 'express'

/**
 * Sends a body no faster than its caller takes it. A pipeline of streams would leave so many listeners on the response that
 * Node warns of a leak.
 *
 * @param signal - fires when nobody waits for the body any more
 * @throws the reason of the signal, or what `parts` throws
 */
export async function sendParts(
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  // One listener for all parts: a response that compresses does not let go of those that listen once.
  const drained = on(response, 'drain', { signal })
  for await (const part of parts) if (!response.write(part)) await drained.next()
  const finished = once(response, 'finish', { signal })
  response.end()
  await finished
}
