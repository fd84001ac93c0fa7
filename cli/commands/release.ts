import { Refusal } from '#foundation'
import { registerNames } from '#jurisdictions'
import {
  type AcceptedGap,
  currentRelease,
  isOverdue,
  listReleases,
  type ReleaseManifest,
  readRelease,
  rollBackRelease,
} from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { runRelease } from '../releases/run-release.ts'
import { remainingSeconds, timeLeft } from '../time-left.ts'

export interface ReleaseCommand {
  readonly through?: string
  readonly revise?: boolean
  readonly dryRun?: boolean
  readonly acceptGap?: readonly string[]
  readonly acceptedBy?: string
  readonly acceptWider?: string
  readonly factsOf?: string
  readonly json?: boolean
}

/** `taraza release`: protects the closed periods, measures, and publishes. */
export async function releaseCommand(
  { acceptGap = [], acceptedBy, json, ...command }: ReleaseCommand,
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  if (command.acceptWider?.trim() === '')
    throw new Refusal('BAD_PARAMETER', 'A named person accepts wider promises: --accept-wider NAME.', {
      parameter: 'accept-wider',
    })
  const left = remainingSeconds()
  const manifest = await runRelease({
    ...command,
    home: configuration.TARAZA_HOME,
    accepted: acceptGap.map((gap) => acceptedGap(gap, acceptedBy)),
    now: new Date(),
    threads: configuration.TARAZA_THREADS,
    memoryLimit: configuration.TARAZA_MEMORY,
    progress: (text, share) => terminal.progress(`${timeLeft(share, left(share))}: ${text}`),
  })
  terminal.progress('')
  const told = command.dryRun ? { dryRun: true, ...manifest } : manifest
  terminal.out(json ? `${JSON.stringify(told, null, 2)}\n` : releaseText(manifest))
  if (!json) terminal.out(secondBatch(manifest, listReleases(configuration.TARAZA_HOME)))
  if (command.dryRun && !json) terminal.out('Dry run: nothing was published.\n')
  return exitCodes.done
}

/** Corrections enter once a year: another yearly batch uses up one of the draws of each quarter. */
export function secondBatch({ id, revised, publishedAt }: Batch, all: readonly Batch[]): string {
  const year = publishedAt.slice(0, 4)
  const others = all.filter((other) => other.revised && other.id !== id && other.publishedAt.startsWith(year))
  if (!revised || others.length === 0) return ''
  const before = others.map((other) => other.id).join(', ')
  return `${year} has had a yearly batch already (${before}). A quarter is drawn at most three times: corrections should wait for the next year.\n`
}

type Batch = Pick<ReleaseManifest, 'id' | 'revised' | 'publishedAt'>

/** `taraza releases list`, `show`, `rollback`. */
export function releasesListCommand(
  { json }: { json?: boolean },
  { TARAZA_HOME }: Configuration,
  terminal: Terminal,
): number {
  const all = listReleases(TARAZA_HOME)
  const served = currentRelease(TARAZA_HOME)?.id
  const lines = all.map(
    ({ id, publishedAt, through, revised }) =>
      `${id}  ${publishedAt}  through ${through}${revised ? '  revised' : ''}${id === served ? '  served' : ''}\n`,
  )
  terminal.out(json ? `${JSON.stringify(all, null, 2)}\n` : lines.join('') || 'No release so far.\n')
  return exitCodes.done
}

export function releasesShowCommand(
  id: string,
  { json }: { json?: boolean },
  { TARAZA_HOME }: Configuration,
  terminal: Terminal,
): number {
  const manifest = readRelease(TARAZA_HOME, id)
  terminal.out(json ? `${JSON.stringify(manifest, null, 2)}\n` : releaseText(manifest))
  return exitCodes.done
}

export function releasesRollbackCommand(id: string, { TARAZA_HOME }: Configuration, terminal: Terminal): number {
  const { publishedAt } = rollBackRelease(TARAZA_HOME, id)
  terminal.out(`The release ${id} of ${publishedAt} is served again. Nothing was solved anew.\n`)
  return exitCodes.done
}

function acceptedGap(text: string, acceptedBy: string | undefined): AcceptedGap {
  const [name, quarter = ''] = text.split(':')
  const register = registerNames.find((known) => known === name)
  if (register === undefined || !/^\d{4}-Q[1-4]$/.test(quarter))
    throw new Refusal('BAD_PARAMETER', 'A gap is written as sentences:2026-Q2.', { parameter: 'accept-gap' })
  if (acceptedBy === undefined || acceptedBy.trim() === '')
    throw new Refusal('BAD_PARAMETER', 'A named person accepts a gap: add --accepted-by NAME.', {
      parameter: 'accepted-by',
    })
  return { register, quarter, acceptedBy }
}

/** Means are promised of tables of at least 20 sums only. */
function meanIn(table: string | null, mean: number): string {
  return table === null ? 'not measured, for no table has 20 sums' : `${mean.toFixed(1)} in ${table}`
}

/** Promises that are wider than declared, and by whose leave. */
function widerLines({ wider }: ReleaseManifest['cubes'][string]): readonly string[] {
  if (wider === undefined) return []
  const widths = Object.entries(wider.widths).flatMap(([scope, parts]) =>
    Object.entries(parts).map(([part, width]) => `${scope}, ${part}: ${width} times`),
  )
  return [`  promises wider than declared, accepted by ${wider.acceptedBy}: ${widths.join('; ')}`]
}

/** How often intervals of 95 per cent hold, and the table in which they hold least. */
function coverageLines({ coverage = [] }: ReleaseManifest['cubes'][string]): readonly string[] {
  return coverage.map(
    ({ measure, kind, own, underlying, least, leastIn }) =>
      `  intervals, ${kind} of ${measure}: hold the register's figure in ${own} %, the underlying one in ${underlying} %; the latter, in the table where they hold least often (${leastIn}), in ${least} %`,
  )
}

/** How often claims on single people are right, and where they are right most. */
function claimLines({ claims, realThrees }: ReleaseManifest['cubes'][string]): readonly string[] {
  const threes =
    realThrees === undefined ? [] : [`  of small cells that are published ${percent(realThrees)} hold somebody`]
  const lines = claims.map(({ answer, right, worst, atMost, gain, kept }) => {
    const all = right === null ? 'too few to judge' : `${percent(right)} right`
    const chosen = typeof worst === 'number' ? `, ${percent(worst)} in the stratum nearest to its limit` : ''
    const limit = right === null ? '' : ` (at most ${percent(atMost)})`
    const gained = typeof gain === 'number' ? `, gain in certainty ${percent(gain)} at most` : ''
    return `  claims on ${answer}: ${all}${chosen}${limit}${gained}${kept ? '' : ' NOT KEPT'}`
  })
  return [...threes, ...lines]
}

/** What a yearly batch tells whoever subtracts the release before from it. */
function correctionLines({ corrections = [] }: ReleaseManifest['cubes'][string]): readonly string[] {
  return corrections.map(({ answer, right, atMost }) => {
    const share = right === null ? 'too few to judge' : `${percent(right)} right`
    return `  corrections, ${answer}: ${share} (at most ${percent(atMost)})`
  })
}

const percent = (share: number) => `${Math.round(share * 100)} %`

/** What a reader of many lines wants to know first. */
function verdictOn(cubes: ReleaseManifest['cubes']): string {
  const names = (of: (cube: ReleaseManifest['cubes'][string]) => boolean) =>
    Object.entries(cubes).flatMap(([name, cube]) => (of(cube) ? [name] : []))
  const [wider, coarser] = [names((cube) => cube.wider !== undefined), names((cube) => cube.rung > 0)]
  return [
    'All promises are kept.',
    ...(wider.length === 0 ? [] : [`Wider than declared: ${wider.join(', ')}.`]),
    ...(coarser.length === 0 ? [] : [`Coarser than declared: ${coarser.join(', ')}.`]),
  ].join(' ')
}

/** What a release holds and which promises were measured, for a terminal. */
export function releaseText({
  id,
  publishedAt,
  through,
  finalThrough,
  cubes,
  nextDue,
  contentHash,
  gaps,
  waiting = [],
}: ReleaseManifest): string {
  const lines = Object.entries(cubes).flatMap(([name, cube]) => [
    `${name}: ${cube.rows} cells by ${cube.cells.join(' × ')}, ${cube.method}${cube.rung > 0 ? `, coarser by ${cube.rung}` : ''}`,
    ...cube.promises.map(
      ({ scope, greatest, promisedGreatest, mean, promisedMean, worstFamily, kept }) =>
        `  ${scope}: off by at most ${greatest} (promised ${promisedGreatest}), worst mean ${meanIn(worstFamily, mean)} (promised ${promisedMean})${kept ? '' : ' NOT KEPT'}`,
    ),
    ...widerLines(cube),
    ...coverageLines(cube),
    ...claimLines(cube),
    ...correctionLines(cube),
  ])
  const gap = gaps.map(
    ({ register, quarter, acceptedBy }) => `Gap: ${register} ${quarter}, accepted by ${acceptedBy}\n`,
  )
  const later = waiting.map(({ register, quarter }) => `Waits for the next batch: ${register} ${quarter ?? ''}\n`)
  const final = finalThrough === null ? 'all figures provisional' : `final through ${finalThrough}`
  return `Release ${id} of ${publishedAt.slice(0, 10)}, through ${through}, ${final}. ${verdictOn(cubes)}\n${lines.map((line) => `${line}\n`).join('')}${gap.join('')}${later.join('')}Content ${contentHash.slice(0, 16)}. Next release due by ${nextDue}${isOverdue({ nextDue }) ? ': overdue' : ''}.\n`
}
