import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import pino from 'pino'
import { makeService } from '#api'
import { Refusal, sha256, writeDurably } from '#foundation'
import { type Language, languages, loadJurisdiction } from '#jurisdictions'
import { requireJurisdiction, wholeCatalog } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText, oneOf } from '../../output.ts'
import { proveTotals } from '../../prove/prove-totals.ts'
import { readTotals } from '../../prove/read-totals.ts'
import { csvOfReport, type ProofReport, reportOf } from '../../prove/report.ts'
import { proofText } from '../../texts/proof-text.ts'

interface ProveOptions extends JsonOption {
  readonly truth: string
  readonly dataset?: string
  readonly separator: string
  readonly decimal: string
  readonly out?: string
  readonly lang: string
}

const description = `Compares figures that a ministry has published with those of the current release.
The file has a column "measure", a column "value", and one for each dimension or
period, such as year, region or sex. An empty cell means all. Only public figures
are read, so that no exact count comes into the report.

Exit code:
  0  every figure is equal, or within the error that the release states
  1  a figure differs or cannot be compared, or the file has faults
  2  wrong usage`

export const jurisdictionProveCommand: CommandModule<ProveOptions, string> = {
  name: 'prove',
  argument: { syntax: '<jurisdiction>', description: 'checked against the data directory' },
  summary: 'compare published totals with the current release, for the archive',
  description,
  options: [
    { flags: '--truth <file>', description: 'CSV: measure,year,region,value or the like', isRequired: true },
    { flags: '--dataset <dataset>', description: 'of rows that do not name one, such as sentences' },
    { flags: '--separator <character>', description: 'between cells: comma, semicolon or tab', default: 'comma' },
    { flags: '--decimal <character>', description: 'before a fraction: point or comma', default: 'point' },
    { flags: '--out <file>', description: 'the report: a new file that ends in .csv or .json' },
    { flags: '--lang <language>', description: 'of the counting rule: ky, ru or en', default: 'en' },
    jsonOption,
  ],
  async action({ truth, json, out, ...options }, { configuration, terminal }, code) {
    const { TARAZA_HOME: home, TARAZA_DUCKDB_THREADS: threads, TARAZA_QUERY_TIMEOUT_MS: deadline } = configuration
    const notation = {
      separator: characterOf('separator', options.separator),
      decimal: characterOf('decimal', options.decimal),
    }
    const language = oneOf('lang', options.lang, languages) as Language
    if (out !== undefined) requireNewReport(out)
    const jurisdiction = requireJurisdiction(home, code)
    const log = pino({ level: 'silent' })
    const memoryLimit = configuration.TARAZA_DUCKDB_MEMORY_LIMIT
    const service = makeService({ home, jurisdiction, levels: ['public'], log, threads, memoryLimit })
    try {
      const version = service.pin('public')
      const release = service.releases().find(({ id }) => id === version.edition.id)
      if (release === undefined) throw new Error('the pinned release is not listed')
      const { catalog } = service
      const isPublished = (dataset: string, measure: string) =>
        Object.hasOwn(release.cubes, catalog.datasets.get(dataset)?.measures.get(measure)?.cube.name ?? '')
      const whole = wholeCatalog(loadJurisdiction(jurisdiction))
      const totals = readTotals(truth, notation, { whole, isPublished, dataset: options.dataset })
      const proven = await proveTotals(totals, version, service, deadline)
      const source = { file: basename(truth), sha256: sha256(readFileSync(truth)), comparedAt: new Date() }
      const report = reportOf(proven, { ...source, release, catalog, language })
      if (out !== undefined) writeDurably(out, out.endsWith('.csv') ? csvOfReport(report) : jsonText(report))
      terminal.out(json ? jsonText(report) : proofText(report, out))
      return agrees(report) ? exitCodes.done : exitCodes.refused
    } finally {
      await service.close()
    }
  },
}

function agrees({ summary }: ProofReport): boolean {
  return summary.differs + summary.not_available + summary.protected === 0
}

const characters: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  separator: { comma: ',', semicolon: ';', tab: '\t' },
  decimal: { point: '.', comma: ',' },
}

/** A character by its name, or as it is. */
function characterOf(option: 'separator' | 'decimal', text: string): string {
  const known = characters[option] ?? {}
  const named = known[text]
  if (named !== undefined) return named
  if (Object.values(known).includes(text)) return text
  return oneOf(option, text, Object.keys(known))
}

/** @throws {@link Refusal} `BAD_PARAMETER` for another ending, `NOT_EMPTY` where something is already: an archive loses nothing */
function requireNewReport(path: string): void {
  if (!/\.(csv|json)$/.test(path))
    throw new Refusal('BAD_PARAMETER', 'The report ends in .csv or .json.', { parameter: 'out' })
  if (existsSync(path))
    throw new Refusal(
      'NOT_EMPTY',
      'Something is here already, and nothing is overwritten. Name another file with --out.',
      {
        file: path,
      },
    )
}
