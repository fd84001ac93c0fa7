import { type Calendar, monthOf, parsePeriod } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'

interface Law {
  readonly on: string
  readonly title: string
}

/**
 * The changes of law that lie between two periods, in the order of time. One that came into force after the first month of the
 * earlier period and before the end of the later one is between them.
 *
 * @param breaks - changes after which figures mean something else
 * @param from - a year, a quarter or a month, such as `2020`, `2020-Q3` or `2020-07`; never later than `to`
 */
export function lawsBetween<One extends Pick<Law, 'on'>>(
  breaks: readonly One[],
  [from, to]: readonly [string, string],
  calendar: Calendar,
): readonly One[] {
  const { first } = parsePeriod(from, 'from', calendar).range
  const { last } = parsePeriod(to, 'to', calendar).range
  const inside = ({ on }: One) => monthOf(on, calendar) > first && monthOf(on, calendar) <= last
  return breaks.filter(inside).sort((one, other) => one.on.localeCompare(other.on))
}

/** How a sentence says that it goes across changes of law: their dates, or `none`. */
export function across(
  laws: readonly Pick<Law, 'on'>[],
  { t, figures }: { t: Translate; figures: FigureWriter },
): string {
  const [first, ...others] = laws.map(({ on }) => figures.date(on))
  if (first === undefined) return 'none'
  return others.reduce((said, date) => t('and', { one: said, other: date }), first)
}

/** The changes of law by name, as a sentence of its own; none where there are none. */
export function lawsSaid(
  laws: readonly Law[],
  [from, to]: readonly [string, string],
  { t, figures }: { t: Translate; figures: FigureWriter },
): readonly string[] {
  if (laws.length === 0) return []
  const named = laws.map(({ on, title }) => `${title} (${figures.date(on)})`).join('; ')
  return [t('laws_between', { from, to, laws: named })]
}
