import pino from 'pino'
import { type Asker, jsonAnswer, makeService, type Service } from '#api'
import { Refusal } from '#foundation'
import { auditDisclosure, datasetNamed, parseQuestion, policyFor, requireJurisdiction } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, numberOf, type Terminal } from '../output.ts'
import { auditText } from './audit-text.ts'
import { guardAttacks } from './guard-attacks.ts'

export interface AuditCommand {
  readonly url?: string
  readonly effort: string
  readonly long?: boolean
  readonly json?: boolean
}

type Question = Readonly<Record<string, string>>

/**
 * `taraza audit disclosure`: attacks what is public, over HTTP or in this process, and tells what was recovered. It needs the
 * home of the installation, because only the truth can tell whether a guess was right.
 */
export async function auditDisclosureCommand(
  { url, effort, long = false, json }: AuditCommand,
  { TARAZA_HOME: home }: Configuration,
  terminal: Terminal,
): Promise<number> {
  const cells = numberOf('effort', effort, { least: 1, most: mostCells })
  const log = pino({ level: 'silent' })
  const service: AuditedService = makeService({
    home,
    jurisdiction: requireJurisdiction(home, undefined),
    levels: ['public', 'analyst'],
    remembersAnswers: false,
    log,
  })
  try {
    const asked = url === undefined ? inProcess(service) : overHttp(url)
    const attacks = await auditDisclosure(
      home,
      {
        ask: async (dataset, question) => rowsOf(JSON.parse(await asked(dataset, question))),
        askAnalyst: async (dataset, question) => rowsOf(await answerOf(service, 'analyst', dataset, question)),
        documents: url === undefined ? [] : await documentsAt(url),
      },
      { effort: cells, long, progress: (name, done, all) => terminal.progress(`${done} of ${all}: ${name}`) },
    )
    terminal.progress('the budgets of analysts')
    const results = [...attacks, ...(await guardAttacks(home))]
    terminal.progress('')
    if (json) terminal.out(`${JSON.stringify(results, null, 2)}\n`)
    else terminal.out(auditText(results))
    return results.every(({ verdict }) => verdict !== 'broken') ? exitCodes.done : exitCodes.refused
  } finally {
    await service.close()
  }
}

/** More cells than one attack can go for. */
const mostCells = 1_000_000

const auditor: Asker = { who: 'audit disclosure', role: 'analyst' }

type AuditedLevel = 'public' | 'analyst'
type AuditedService = Service<AuditedLevel>

function inProcess(service: AuditedService) {
  return async (dataset: string, question: Question) =>
    JSON.stringify(await answerOf(service, 'public', dataset, question))
}

async function answerOf(service: AuditedService, level: AuditedLevel, dataset: string, question: Question) {
  const parsed = parseQuestion(question, datasetNamed(dataset, service.catalog))
  return jsonAnswer(
    await service.ask(parsed, policyFor(level), AbortSignal.timeout(60_000), auditor),
    service.catalog,
    'en',
  )
}

function overHttp(url: string) {
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

async function documentsAt(url: string): Promise<readonly string[]> {
  return await Promise.all(publicPaths.map((path) => textAt(url, path)))
}

interface Answered {
  readonly columns: readonly { readonly name: string }[]
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
}

function rowsOf({ columns, rows }: Answered) {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])))
}
