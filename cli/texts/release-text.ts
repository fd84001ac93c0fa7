import { isOverdue, periodLabel, type Quarter, type ReleaseManifest } from '#warehouse'

/** Corrections enter once a year: another yearly batch uses up one of the draws of each quarter. */
export function secondBatch({ id, revised, publishedAt }: Batch, all: readonly Batch[]): string {
  const year = publishedAt.slice(0, 4)
  const others = all.filter((other) => other.revised && other.id !== id && other.publishedAt.startsWith(year))
  if (!revised || others.length === 0) return ''
  const before = others.map((other) => other.id).join(', ')
  return `${year} has had a yearly batch already (${before}). A quarter is drawn at most three times: corrections should wait for the next year.\n`
}

type Batch = Pick<ReleaseManifest, 'id' | 'revised' | 'publishedAt'>

/** Quarters that have ended and are not in a release, with the registers that are missing: without it an operator would have to guess. */
export function notIncluded(
  { through, yearStarts }: Pick<ReleaseManifest, 'through' | 'yearStarts'>,
  ended: readonly Quarter[],
): string {
  return ended
    .filter(({ quarter, missing }) => quarter > through && missing.length > 0)
    .toReversed()
    .map(({ quarter, missing }) => {
      const label = periodLabel(quarter, { yearStarts })
      return `${label} is not included: deliveries are missing of ${missing.join(', ')}.\n`
    })
    .join('')
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
  const broken = names(({ promises, claims }) => [...promises, ...claims].some(({ kept }) => !kept))
  return [
    broken.length === 0 ? 'All promises are kept.' : brokenText(broken),
    ...(wider.length === 0 ? [] : [`Wider than declared: ${wider.join(', ')}.`]),
    ...(coarser.length === 0 ? [] : [`Coarser than declared: ${coarser.join(', ')}.`]),
  ].join(' ')
}

/** New quarters keep every promise by themselves, or nothing is published. */
function brokenText(names: readonly string[]): string {
  return `Not all promises are kept: ${names.join(', ')}. Releases published before break them by themselves, and new quarters keep them: see docs/methods/protection.md, "What is not promised".`
}

function cubeLines(name: string, cube: ReleaseManifest['cubes'][string]): readonly string[] {
  return [
    `${name}: ${cube.rows} cells by ${cube.cells.join(' × ')}, ${cube.method}${cube.rung > 0 ? `, coarser by ${cube.rung}` : ''}`,
    ...cube.promises.map(
      ({ scope, greatest, promisedGreatest, mean, promisedMean, worstFamily, kept }) =>
        `  ${scope}: off by at most ${greatest} (promised ${promisedGreatest}), worst mean ${meanIn(worstFamily, mean)} (promised ${promisedMean})${kept ? '' : ' NOT KEPT'}`,
    ),
    ...widerLines(cube),
    ...coverageLines(cube),
    ...claimLines(cube),
    ...correctionLines(cube),
  ]
}

/** What a release holds and which promises were measured, for a terminal. */
export function releaseText(about: ReleaseManifest): string {
  const { id, publishedAt, through, finalThrough, cubes, nextDue, contentHash, gaps, waiting = [] } = about
  const labelOf = (period: string) => periodLabel(period, about)
  const lines = Object.entries(cubes).flatMap(([name, cube]) => cubeLines(name, cube))
  const gap = gaps.map(
    ({ register, quarter, acceptedBy }) => `Gap: ${register} ${labelOf(quarter)}, accepted by ${acceptedBy}\n`,
  )
  const later = waiting.map(
    ({ register, quarter }) => `Waits for the next batch: ${register} ${labelOf(quarter ?? '')}\n`,
  )
  const final = finalThrough === null ? 'all figures provisional' : `final through ${labelOf(finalThrough)}`
  return `Release ${id} of ${publishedAt.slice(0, 10)}, through ${labelOf(through)}, ${final}. ${verdictOn(cubes)}\n${lines.map((line) => `${line}\n`).join('')}${gap.join('')}${later.join('')}Content ${contentHash.slice(0, 16)}. Next release due by ${nextDue}${isOverdue({ nextDue }) ? ': overdue' : ''}.\n`
}
