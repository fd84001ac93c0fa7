import { userInfo } from 'node:os'
import pino from 'pino'
import {
  type Asker,
  type AuditEntry,
  encodeAnswer,
  type Format,
  formats,
  isAudited,
  makeService,
  requestedPolicy,
} from '#api'
import { Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { datasetNamed, type Level, levels, type Parameters, parseQuestion, requireJurisdiction } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, oneOf, type Terminal } from '../output.ts'

export interface QueryCommand {
  readonly jurisdiction?: string
  readonly by?: string
  readonly measure: string
  readonly where?: readonly string[]
  readonly unit?: string
  readonly rule?: string
  readonly from?: string
  readonly to?: string
  readonly compare?: string
  readonly base?: string
  readonly interval?: string
  readonly asOf?: string
  readonly detail?: string
  readonly sort?: string
  readonly limit?: string
  readonly offset?: string
  readonly level?: string
  readonly purpose?: string
  readonly lang: string
  readonly format: string
}

/** `taraza query`: the same question, the same answer and the same bytes as over HTTP. */
export async function queryCommand(
  dataset: string,
  command: QueryCommand,
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  const { jurisdiction, where = [], level, purpose, lang, format, ...parameters } = command
  const { TARAZA_HOME: home, TARAZA_THREADS: threads, TARAZA_MEMORY: memoryLimit, TARAZA_DEADLINE_MS } = configuration
  const policy = requestedPolicy(level, levels)
  const owner = ownerOf(purpose)
  const service = makeService({
    home,
    jurisdiction: requireJurisdiction(home, jurisdiction),
    levels: [policy.level],
    log: pino({ level: 'silent' }),
    threads,
    memoryLimit,
  })
  try {
    const { catalog } = service
    const question = parseQuestion({ ...parameters, ...filtersOf(where) }, datasetNamed(dataset, catalog))
    const answer = await service.ask(question, policy, AbortSignal.timeout(TARAZA_DEADLINE_MS), owner)
    const language = oneOf('lang', lang, languages) as Language
    terminal.out(await encodeAnswer(answer, catalog, oneOf('format', format, formats) as Format, language))
    return exitCodes.done
  } catch (error) {
    if (isAudited(error)) service.audit.append(attemptOf(error, owner, policy.level, { dataset, ...command }))
    throw error
  } finally {
    await service.close()
  }
}

/** Whoever can read the home may ask everything of it; the audit log says who it was. */
function ownerOf(purpose: string | undefined): Asker {
  return { who: `user:${userInfo().username}`, role: 'officer', purpose }
}

function attemptOf({ code }: Refusal, asker: Asker, level: Level, question: unknown): AuditEntry {
  const { who, role, purpose = null } = asker
  const at = new Date().toISOString()
  return { at, who, role, level, edition: '', question, rows: 0, purpose, refused: code }
}

function filtersOf(where: readonly string[]): Parameters {
  return Object.fromEntries(
    where.map((filter) => {
      const [dimension, codes, ...more] = filter.split('=')
      if (dimension && codes && more.length === 0) return [dimension, codes]
      throw new Refusal('BAD_PARAMETER', 'A filter is written as region=KG-GB,KG-C.', { parameter: 'where' })
    }),
  )
}
