import type { ErrorRequestHandler, Request, Response } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import { damageBehind, packagePath, Refusal, readYaml, systemErrorCode } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { parameterWords } from '#warehouse'
import { acceptedLanguage } from './requested-format.ts'

/** The HTTP status of each refusal; everything else that a caller can mend is 400. */
export const statuses: Readonly<Record<string, number>> = readYaml(
  packagePath('api', 'http', 'statuses.yaml'),
  z.record(z.string(), z.number().int()),
  'CATALOG_INVALID',
)

/** RFC 9457. `code` is stable; `parameter` and `allowed` say what to change. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly parameter?: string
  readonly allowed?: readonly string[]
}

/** @param language - in which a wrong parameter is told; all else is told in English */
export function problemOf(thrown: unknown, language: Language = 'en'): Problem {
  const error = foreseen(thrown) ?? thrown
  if (!(error instanceof Refusal)) {
    const detail = 'The server failed. The failure was written to its log.'
    return { type: 'about:blank', title: 'Internal error', status: 500, detail, code: 'INTERNAL' }
  }
  const { code, message, place } = error
  return {
    type: `/problems/${code.toLowerCase().replaceAll('_', '-')}`,
    title: code.toLowerCase().replaceAll('_', ' '),
    status: statuses[code] ?? 400,
    detail: language === 'en' ? message : (parameterWords(error, language) ?? message),
    code,
    ...(place.parameter === undefined ? {} : { parameter: place.parameter }),
    ...(place.allowed === undefined ? {} : { allowed: place.allowed }),
  }
}

const ofOperators = new Set([
  'INTERNAL',
  'DISK_FULL',
  'MEMORY_FULL',
  'STATE_BROKEN',
  'AUDIT_LOG_BROKEN',
  'AUDIT_KEY_BROKEN',
  'GENERATION_BROKEN',
  'RELEASE_BROKEN',
])

/** Whether the operator has to learn of a problem: an error of the program, the disk, the memory, a damaged file. */
export function isForTheLog({ code }: Pick<Problem, 'code'>): boolean {
  return ofOperators.has(code)
}

/** Answers an error as a problem document. What was not foreseen goes to the log, never to the caller. */
export function sendProblem({ log }: { readonly log: Logger }): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const problem = problemOf(error, languageOf(request))
    if (isForTheLog(problem)) log.error({ err: error, path: request.path }, 'a request failed')
    if (response.headersSent || response.destroyed) return void response.destroy()
    response.removeHeader('ETag')
    tellWhatNext(response, problem)
    // Who still sends a body reads the answer only when it is taken.
    request.resume()
    response
      .status(problem.status)
      .set('Cache-Control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify(problem))
  }
}

/** Tells what may be asked instead, and when; of whoever sends too slowly nothing more is read. */
export function tellWhatNext(response: Response, { status, allowed }: Pick<Problem, 'status' | 'allowed'>): void {
  if (status === 405 && allowed !== undefined) response.set('Allow', allowed.join(', '))
  if (status === 503 && !response.hasHeader('Retry-After')) response.set('Retry-After', '2')
  if (status === 408) response.set('Connection', 'close')
}

/** The language of a request that may be wrong in this too; programs that name none read English. */
function languageOf(request: Request): Language {
  return languages.find((known) => known === request.query['lang']) ?? acceptedLanguage(request, 'en')
}

/** What the framework refuses under a status of its own. */
const refusedByFramework: Readonly<Record<number, readonly [code: string, message: string]>> = {
  412: ['PRECONDITION_FAILED', 'What is at the address is not what the request names. Ask without a condition.'],
  413: ['FILE_TOO_LARGE', 'The file is larger than any file of ours.'],
  416: ['RANGE_NOT_SATISFIABLE', 'The file has no such part. Ask without "Range".'],
}

const isMemoryOfEngine = (error: unknown) => error instanceof Error && /^Out of Memory Error/.test(error.message)

/** Errors of the platform that say what was wrong: a deadline, a full disk or memory, a request that the framework cannot read. */
function foreseen(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error.code === 'STATE_BROKEN' ? damaged(error) : undefined
  const refusal = (code: string, message: string) => new Refusal(code, message, {}, { cause: error })
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return refusal('DEADLINE', 'The answer took too long. Ask for less, or later.')
  if (systemErrorCode(error) === 'ENOSPC')
    return refusal('DISK_FULL', 'The disk of the server is full. Ask again later; its operator has to make room.')
  if (systemErrorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' || isMemoryOfEngine(error))
    return refusal('MEMORY_FULL', 'The server has too little memory for this answer now. Ask for less, or later.')
  const status = (error as { status?: unknown } | null)?.status
  if (typeof status !== 'number' || status < 400 || status >= 500)
    return damageBehind(error) === undefined ? undefined : damaged(error)
  const known = refusedByFramework[status] ?? ['BAD_REQUEST', 'The request cannot be read. Check the address.']
  return refusal(...known)
}

/** For readers, who can restore nothing and need not know which file it is. */
function damaged(cause: unknown): Refusal {
  const message = 'A file of the server is damaged. Its operator has to restore it from the backup.'
  return new Refusal('STATE_BROKEN', message, {}, { cause })
}

/** Whether what lies at a path is read by programs: they get problem documents, people get pages. */
export function isForMachines(path: string): boolean {
  return /^\/(v1|sdmx|health|openapi\.json|llms\.txt|metrics|signed-in)(\/|$)/.test(path)
}
