import type { ReleaseManifest } from '#warehouse'

/** What a release says of a period. */
type Published = Pick<ReleaseManifest, 'through' | 'headlines'>
export type HeadlineIndicator = ReleaseManifest['headlines'][number]['indicator']

/** A headline figure of a period as a release published it; `null` where it has none. */
export function headlineIn({ headlines }: Published, indicator: HeadlineIndicator, period: string): number | null {
  return headlines.find((one) => one.indicator === indicator && one.period === period)?.value ?? null
}

/**
 * By how much each period moved from the first release in which it was over to the latest one, in the unit of the indicator. What comes
 * to the year at hand revises nothing.
 *
 * @param releases - oldest first
 */
export function revisionsOf(releases: readonly Published[], indicator: HeadlineIndicator): readonly number[] {
  const periods = new Set(releases.flatMap(({ headlines }) => headlines.map(({ period }) => period)))
  return [...periods].flatMap((period) => {
    const whole = releases.filter(({ through }) => isOver(period, through))
    const values = whole.flatMap((release) => headlineIn(release, indicator, period) ?? [])
    return values.length < 2 ? [] : [Math.abs((values.at(-1) ?? 0) - (values[0] ?? 0))]
  })
}

/** Whether a year or a quarter is over in figures that go through a quarter. */
function isOver(period: string, through: string): boolean {
  return (period.includes('Q') ? period : `${period}-Q4`) <= through
}
