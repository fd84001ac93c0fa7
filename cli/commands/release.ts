import { Refusal } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import {
  type AcceptedGap,
  calendarOf,
  generationStore,
  openQuarters,
  periodCode,
  periodLabel,
  type ReleaseManifest,
  releaseStore,
  requireJurisdiction,
} from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { exitCodes, jsonText } from '../output.ts'
import { runRelease } from '../releases/run-release.ts'
import { calendarOfHome } from '../texts/calendar-of-home.ts'
import { notIncluded, releaseText, secondBatch } from '../texts/release-text.ts'
import { remainingSeconds, timeLeft } from '../time-left.ts'

interface ReleaseOptions extends JsonOption {
  readonly through?: string
  readonly revise?: boolean
  readonly dryRun?: boolean
  readonly acceptGap?: readonly string[]
  readonly acceptedBy?: string
  readonly acceptWider?: string
  readonly generation?: string
}

export const releaseCommand: CommandModule<ReleaseOptions> = {
  name: 'release',
  description: 'protect the closed periods, measure every promise, publish',
  options: [
    {
      flags: '--through <quarter>',
      description: 'the last quarter, such as 2026-Q3; by default the last closed one',
    },
    { flags: '--revise', description: 'let corrections of published periods in: once a year' },
    {
      flags: '--accept-gap <gaps...>',
      description: 'missing deliveries that are let pass, such as services:2026-Q3',
    },
    { flags: '--accepted-by <name>', description: 'who lets them pass' },
    {
      flags: '--accept-wider <name>',
      description: 'who accepts accuracy promises of up to 1.5 times, where others cannot be kept',
    },
    {
      flags: '--generation <id>',
      formerly: '--facts-of <generation>',
      description: 'let deliveries that arrived after it wait, as "taraza generations list" names it',
    },
    { flags: '--dry-run', description: 'measure and report, publish nothing' },
    jsonOption,
  ],
  async action({ acceptGap = [], acceptedBy, generation, json, through, ...options }, { configuration, terminal }) {
    if (options.acceptWider?.trim() === '')
      throw new Refusal('BAD_PARAMETER', 'A named person accepts wider promises: --accept-wider NAME.', {
        parameter: 'accept-wider',
      })
    const left = remainingSeconds()
    const manifest = await runRelease({
      ...options,
      through: through && periodCode(through, calendarOfHome(configuration.TARAZA_HOME)),
      factsOf: generation,
      home: configuration.TARAZA_HOME,
      accepted: acceptedGaps(acceptGap, acceptedBy, configuration.TARAZA_HOME),
      now: new Date(),
      threads: configuration.TARAZA_DUCKDB_THREADS,
      memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT,
      progress: (text, share) => terminal.progress(`${timeLeft(share, left(share))}: ${text}`),
    })
    terminal.progress('')
    if (json) terminal.out(jsonText(options.dryRun ? { dryRun: true, ...manifest } : manifest))
    else terminal.out(`${releaseText(manifest)}${closingText(configuration.TARAZA_HOME, manifest, options.dryRun)}`)
    return exitCodes.done
  },
}

/** What stands below a hundred lines: what became of the release, and what is not in it. */
function closingText(home: string, release: ReleaseManifest, dryRun = false): string {
  const generation = generationStore.current(home)
  const ended =
    generation && openQuarters(loadJurisdiction(requireJurisdiction(home, undefined)), generation, new Date())
  return [
    secondBatch(release, releaseStore.list(home)),
    notIncluded(release, ended ?? []),
    dryRun
      ? 'Dry run: nothing was published.\n'
      : `Published ${release.id}, through ${periodLabel(release.through, release)}.\n`,
  ].join('')
}

function acceptedGaps(gaps: readonly string[], acceptedBy: string | undefined, home: string): readonly AcceptedGap[] {
  if (gaps.length === 0) return []
  const jurisdiction = loadJurisdiction(requireJurisdiction(home, undefined))
  return gaps.map((gap) => acceptedGap(gap, acceptedBy, jurisdiction))
}

function acceptedGap(
  text: string,
  acceptedBy: string | undefined,
  jurisdiction: Pick<Jurisdiction, 'registers' | 'profile'>,
): AcceptedGap {
  const [register = '', written = ''] = text.split(':')
  const quarter = periodCode(written, calendarOf(jurisdiction))
  if (!jurisdiction.registers.has(register) || !/^\d{4}-Q[1-4]$/.test(quarter))
    throw new Refusal('BAD_PARAMETER', 'A gap is written as sentences:2026-Q2.', { parameter: 'accept-gap' })
  if (acceptedBy === undefined || acceptedBy.trim() === '')
    throw new Refusal('BAD_PARAMETER', 'A named person accepts a gap: add --accepted-by NAME.', {
      parameter: 'accepted-by',
    })
  return { register, quarter, acceptedBy }
}
