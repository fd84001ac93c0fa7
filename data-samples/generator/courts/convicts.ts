import { addDays, type Month, monthNumber, quarterOf, workdays } from '../basis/calendar.ts'
import { classCounts, detainedOf } from '../basis/month-counts.ts'
import { isReturning, newOrReturning, type Person, personOf } from '../basis/persons.ts'
import type { SamplePlan } from '../basis/plan.ts'
import { lottery, type RandomSource, randomFor, type WeightedChoice } from '../basis/random.ts'
import { anotherCaseInMonth, mergedLater, monthsToMerger } from '../basis/shares.ts'
import { type Appeal, appealOf } from './appeals.ts'

/** One person in one judgment. */
export interface Convict extends Person {
  readonly caseKey: string
  readonly sentencedOn: Date
  /** The day of the appeal's decision where there was an appeal. */
  readonly inForceOn: Date
  /** Quarter of the sentence, on the line of {@link quarterOf}. */
  readonly quarter: number
  /** As it stands once an appeal is decided; the totals of the plan are counted so. */
  readonly sanctionClass: string
  /** As pronounced. */
  readonly firstClass: string
  readonly appeal: Appeal | undefined
  readonly detained: boolean
  /** Whether the person has other cases, so that another register may know the person already. */
  readonly known: boolean
  /** Whether this judgment merges an earlier one. */
  readonly merges: boolean
  /** The month, on the line of {@link monthNumber}, of the judgment that merges this one. */
  readonly mergedIn: number | undefined
}

/**
 * Who is convicted in a month. The yearly totals of the plan are met exactly, and so are the shares of those who were
 * detained. A tenth of the persons comes back in a later case, a seventh is sentenced together with the person before, a few
 * have another case in the month.
 *
 * @param again - who is sentenced again in this month while an earlier, suspended term runs
 * @param regimeOn - the code regime of a day
 */
export function* convictsOf(
  month: Month,
  plan: SamplePlan,
  scale: number,
  random: RandomSource,
  again: readonly Person[],
  regimeOn: (day: Date) => string,
): Generator<Convict> {
  const classes = Object.entries(classCounts(month, plan, scale))
  const order = lottery(classes)
  const detained = new Map(
    classes.map(([sanctionClass, count]) => [sanctionClass, detainedLottery(sanctionClass, count, plan)]),
  )
  const [days, waiting] = [workdays(month), [...again]]
  const total = classes.reduce((sum, [, count]) => sum + count, 0)
  let caseKey = ''
  let sentencedOn = days[0] ?? new Date(Date.UTC(month.year, month.month - 1, 1))
  let before: Convict | undefined
  for (let index = 0; index < total; index++) {
    const together = index > 0 && random.chance(1 / 7)
    if (!together) {
      sentencedOn = days[Math.floor((index / total) * days.length)] ?? sentencedOn
      caseKey = `C${month.year}${String(month.month).padStart(2, '0')}-${index.toString(36).padStart(5, '0')}`
    }
    const sanctionClass = order.draw(random) ?? ''
    const personKey = newOrReturning(month, index, random)
    const drawn = personOf(personKey, sentencedOn, sanctionClass === 'CUST', plan)
    const normalForce = addDays(sentencedOn, soonestForce + random.below(latestForce - soonestForce + 1))
    const wasDetained = detained.get(sanctionClass)?.draw(random) ?? false
    const judged = { caseKey, sentencedOn, sanctionClass, detained: wasDetained }
    const { appeal, firstClass } = appealOf({ ...judged, personKey }, regimeOn)
    const first = { ...judged, ...drawn, firstClass, appeal }
    const sameAgain = together ? undefined : sameAsBefore(first, before)
    const merged =
      sameAgain === undefined && sanctionClass === 'CUST' && !isReturning(drawn) ? waiting.shift() : undefined
    const convict = {
      ...first,
      ...(sameAgain ?? merged),
      inForceOn: appeal?.decidedOn ?? normalForce,
      quarter: quarterOf(sentencedOn),
      known: isReturning(drawn) || sameAgain !== undefined || merged !== undefined,
      merges: merged !== undefined,
    }
    before = { ...convict, mergedIn: mergerOf(convict, month) }
    yield before
  }
}

/** After how many days a sentence comes into force. */
const soonestForce = 10
export const latestForce = 44

type Judged = Omit<Convict, 'inForceOn' | 'quarter' | 'known' | 'merges' | 'mergedIn'>

/** Whether the court ever held the person for this judgment. */
function staysDetained({ detained, firstClass, sanctionClass }: Judged): boolean {
  return detained || firstClass === 'CUST' || sanctionClass === 'CUST'
}

/** The person of the case before, who has another one in the same month; nobody is held twice at a time. */
function sameAsBefore(convict: Judged, before: Convict | undefined): Person | undefined {
  if (before === undefined || isReturning(convict) || before.known || before.caseKey === convict.caseKey)
    return undefined
  if (staysDetained(before) && staysDetained(convict)) return undefined
  if (!randomFor('another case', convict.caseKey, convict.personKey).chance(anotherCaseInMonth)) return undefined
  const { personKey, sex, birthYear, bornOn } = before
  return { personKey, sex, birthYear, bornOn }
}

function mergerOf(convict: Omit<Convict, 'mergedIn'>, month: Month): number | undefined {
  if (convict.sanctionClass !== 'SUSP' || convict.known || staysDetained(convict)) return undefined
  const own = randomFor('merger', convict.caseKey, convict.personKey)
  if (!own.chance(mergedLater)) return undefined
  return monthNumber(month) + monthsToMerger.min + own.below(monthsToMerger.spread)
}

function detainedLottery(sanctionClass: string, count: number, plan: SamplePlan): WeightedChoice<boolean> {
  const yes = detainedOf(sanctionClass, count, plan)
  return lottery([
    [true, yes],
    [false, count - yes],
  ])
}
