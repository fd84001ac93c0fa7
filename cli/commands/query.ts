import { userInfo } from 'node:os'
import pino from 'pino'
import {
  type AuditEntry,
  encodeAnswer,
  type Format,
  formats,
  isAudited,
  makeService,
  type Principal,
  requestedPolicy,
} from '#api'
import type { Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { type AccessLevel, datasetNamed, levels, parseQuestion, requireJurisdiction } from '#warehouse'
import type { CommandModule } from '../command-module.ts'
import { exitCodes, oneOf } from '../output.ts'
import { filtersOf } from './where-option.ts'

interface QueryOptions {
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

/** The same question, the same answer and the same bytes as over HTTP. */
export const queryCommand: CommandModule<QueryOptions, string> = {
  name: 'query',
  argument: { syntax: '<dataset>', description: 'such as sentences' },
  description: 'answer a question on the command line',
  options: [
    { flags: '--jurisdiction <code>', description: 'checked against the home' },
    { flags: '--by <dimensions>', description: 'comma list, such as year,region' },
    { flags: '--measure <measures>', description: 'comma list, such as persons,custodial_share', isRequired: true },
    { flags: '--where <filter...>', description: 'such as region=KG-GB,KG-C or unit=person' },
    { flags: '--from <period>', description: '2020, 2020-Q1 or 2020-01' },
    { flags: '--to <period>' },
    { flags: '--compare <how>', description: 'year, previous or base' },
    { flags: '--base <year>', description: 'the year to compare with' },
    { flags: '--interval <percent>', description: 'such as 95' },
    { flags: '--sort <columns>', description: 'comma list, a minus before a name turns the order round' },
    { flags: '--limit <rows>' },
    { flags: '--offset <rows>' },
    { flags: '--unit <unit>', insteadUse: '--where unit=person' },
    { flags: '--rule <rule>', insteadUse: '--where rule=severest' },
    { flags: '--as-of <day>', description: 'as it was published on a day, such as 2024-04-24' },
    {
      flags: '--detail <detail>',
      description: 'full: all detail requested, even where most cells are empty',
    },
    { flags: '--level <level>', description: 'public, analyst or officer' },
    { flags: '--purpose <words>', description: 'why exact figures are needed; for the level officer' },
    { flags: '--lang <language>', description: 'ky, ru or en', default: 'en' },
    {
      flags: '--format <format>',
      description: 'json, csv, arrow, parquet, xlsx, jsonstat, sdmx-json or sdmx-csv',
      default: 'csv',
    },
  ],
  async action(options, { configuration, terminal }, dataset) {
    const { jurisdiction, where = [], level, purpose, lang, format, ...parameters } = options
    const {
      TARAZA_HOME: home,
      TARAZA_DUCKDB_THREADS: threads,
      TARAZA_DUCKDB_MEMORY_LIMIT: memoryLimit,
      TARAZA_QUERY_TIMEOUT_MS,
    } = configuration
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
      const version = service.pin(policy.level, { asOf: question.asOf, asker: owner })
      const answer = await version.ask(question, AbortSignal.timeout(TARAZA_QUERY_TIMEOUT_MS))
      const language = oneOf('lang', lang, languages) as Language
      terminal.out(await encodeAnswer(answer, catalog, oneOf('format', format, formats) as Format, language))
      return exitCodes.done
    } catch (error) {
      if (isAudited(error)) service.audit.append(attemptOf(error, owner, policy.level, { dataset, ...options }))
      throw error
    } finally {
      await service.close()
    }
  },
}

/** Whoever can read the home may ask everything of it; the audit log says who it was. */
function ownerOf(purpose: string | undefined): Principal {
  return { who: `user:${userInfo().username}`, role: 'officer', purpose }
}

function attemptOf({ code }: Refusal, asker: Principal, level: AccessLevel, question: unknown): AuditEntry {
  const { who, role, purpose = null } = asker
  const at = new Date().toISOString()
  return { at, who, role, level, edition: '', question, rows: 0, purpose, refused: code }
}
