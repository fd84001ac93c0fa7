/** What went wrong, by a constant code: one of the server's, or one of these. */
export type FailureCode = 'UNREACHABLE' | 'NOT_TARAZA' | 'CLIENT_TOO_OLD' | (string & {})

/** A question that got no answer. The message says what to do. */
export class TarazaFailure extends Error {
  override readonly name = 'TarazaFailure'
  readonly code: FailureCode
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined
  /** The parameter that is at fault. */
  readonly parameter: string | undefined
  /** What would be possible instead. */
  readonly allowed: readonly string[]

  constructor(code: FailureCode, message: string, about: AboutFailure = {}) {
    super(message, about.cause === undefined ? {} : { cause: about.cause })
    this.code = code
    this.status = about.status
    this.parameter = about.parameter
    this.allowed = about.allowed ?? []
  }
}

interface AboutFailure {
  readonly status?: number
  readonly parameter?: string | undefined
  readonly allowed?: readonly string[] | undefined
  readonly cause?: unknown
}

/** Reads a refusal of the server. @see RFC 9457 */
export async function failureOf(response: Response, url: string): Promise<TarazaFailure> {
  const { status } = response
  if (!response.headers.get('content-type')?.includes('json'))
    return new TarazaFailure(
      'NOT_TARAZA',
      `${url} answered ${status} and is not the API of Taraza: check the address.`,
      {
        status,
      },
    )
  const { code, detail, parameter, allowed } = (await response.json()) as Partial<Problem>
  const message = detail ?? 'The server refused without a reason.'
  return new TarazaFailure(code ?? 'NOT_TARAZA', message, { status, parameter, allowed })
}

interface Problem {
  readonly code: string
  readonly detail: string
  readonly parameter: string
  readonly allowed: readonly string[]
}
