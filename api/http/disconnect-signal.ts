import type { Response } from 'express'

/** Fires when the caller has left before the answer was complete. */
export function disconnectSignal(response: Response): AbortSignal {
  const left = new AbortController()
  const leave = () => {
    if (!response.writableFinished) left.abort(new Error('the caller has left'))
  }
  if (response.closed) leave()
  else response.on('close', leave)
  return left.signal
}
