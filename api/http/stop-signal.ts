import type { Response } from 'express'

/** Fires when the caller has left before the answer was complete. */
export function leftSignal(response: Response): AbortSignal {
  const left = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) left.abort(new Error('the caller has left'))
  })
  return left.signal
}

/** Fires when the deadline has passed or the caller has left before the answer was complete. */
export function stopSignal(response: Response, deadline: number): AbortSignal {
  return AbortSignal.any([leftSignal(response), AbortSignal.timeout(deadline)])
}
