import type { Request, Response } from 'express'

/** Fires when the deadline has passed or the caller has left before the answer was complete. */
export function stopSignal(_request: Request, response: Response, deadline: number): AbortSignal {
  const left = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) left.abort(new Error('the caller has left'))
  })
  return AbortSignal.any([left.signal, AbortSignal.timeout(deadline)])
}
