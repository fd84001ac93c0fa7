import { jsonAnswer, type Principal, type Service } from '#api'
import { Refusal } from '#foundation'
import { datasetNamed, parseQuestion } from '#warehouse'

type Question = Readonly<Record<string, string>>

const auditor: Principal = { who: 'audit disclosure', role: 'analyst' }

type AuditedLevel = 'public' | 'analyst'
/** Answers the public and analysts, as the audit needs both. */
export type AuditedService = Service<AuditedLevel>

export function inProcess(service: AuditedService) {
  return async (dataset: string, question: Question) =>
    JSON.stringify(await answerOf(service, 'public', dataset, question))
}

export async function answerOf(service: AuditedService, level: AuditedLevel, dataset: string, question: Question) {
  const parsed = parseQuestion(question, datasetNamed(dataset, service.catalog))
  const answer = await service.pin(level, { asker: auditor }).ask(parsed, AbortSignal.timeout(60_000))
  return jsonAnswer(answer, service.catalog, 'en')
}

export function overHttp(url: string) {
  return async (dataset: string, question: Question) =>
    await textAt(url, `/v1/data/${dataset}?${new URLSearchParams({ ...question, format: 'json' })}`)
}

/** @throws {@link Refusal} `AUDIT_FAILED` when nothing answers there, or not with what was asked for */
async function textAt(url: string, path: string): Promise<string> {
  const response = await fetch(url + path, { redirect: 'error' }).catch((error) => {
    const message = `No installation answers at ${url}. Give its own address as --url http://host:port: redirects are not followed.`
    throw new Refusal('AUDIT_FAILED', message, {}, { cause: error })
  })
  if (!response.ok) throw new Refusal('AUDIT_FAILED', `The installation answered ${response.status}.`)
  return await response.text()
}

const publicPaths = ['/v1/catalog', '/en/', '/en/methods', '/en/releases', '/health/ready']

export async function documentsAt(url: string): Promise<readonly string[]> {
  return await Promise.all(publicPaths.map((path) => textAt(url, path)))
}

interface Answered {
  readonly columns: readonly { readonly name: string }[]
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
}

export function answeredRows({ columns, rows }: Answered) {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])))
}
