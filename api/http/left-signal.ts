import type { Response } from 'express'

/** Fires when the caller has left before the answer was complete. */
export function leftSignal(response: Response): AbortSignal {
  const left = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) left.abort(new Error('the caller has left'))
  })
  return left.signal
}
