import { failureOf, TarazaFailure } from './failure.ts'

const busy = 503
const longestWait = 30_000

export interface RetryOptions {
  readonly headers: Readonly<Record<string, string>>
  /** How often a busy server is asked again. */
  readonly retries: number
  readonly signal: AbortSignal | undefined
}

/**
 * Fetches, and asks a busy server again after as long as it says.
 *
 * @throws {@link TarazaFailure} for a refusal, or `UNREACHABLE`; the signal's reason when it aborts
 */
export async function fetchWithRetry(url: string, { headers, retries, signal }: RetryOptions): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const response = await reach(url, headers, signal)
    if (response.ok) return response
    if (response.status !== busy || attempt >= retries) throw await failureOf(response, url)
    await response.body?.cancel()
    await pause(waitOf(response, attempt), signal)
  }
}

async function reach(url: string, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Response> {
  try {
    // What is sent for one server, such as a purpose, is not carried to another.
    const redirect = Object.keys(headers).length === 0 ? 'follow' : 'error'
    return await fetch(url, { headers, redirect, ...(signal === undefined ? {} : { signal }) })
  } catch (cause) {
    signal?.throwIfAborted()
    const message = `Nothing answers at ${url}. Is the server started, the address right, and this page's origin allowed to read it?`
    throw new TarazaFailure('UNREACHABLE', message, { cause })
  }
}

/** Milliseconds: what the server asks for, or longer each time. */
function waitOf(response: Response, attempt: number): number {
  const asked = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Math.min(longestWait, Number.isFinite(asked) ? asked * 1000 : 500 * 2 ** attempt)
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
