import { addDays } from '../basis/calendar.ts'
import { type RandomSource, randomFor } from '../basis/random.ts'
import { appealed, changedOnAppeal, daysToAppeal } from '../basis/shares.ts'

/** An appeal against one judgment, and how it ended. */
export interface Appeal {
  readonly decidedOn: Date
  readonly changed: boolean
}

interface Appealable {
  readonly caseKey: string
  readonly personKey: string
  readonly sentencedOn: Date
  readonly sanctionClass: string
}

/**
 * The class that was pronounced, by the class that stands after a change. Most changes are to the better of the convict;
 * a prosecutor's appeal makes some suspended terms served ones. The same class stands for a shorter term or a lower fine.
 */
const pronounced: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  CUST: { CUST: 0.75, SUSP: 0.25 },
  SUSP: { CUST: 0.6, SUSP: 0.4 },
  CSM: { CUST: 0.4, SUSP: 0.6 },
  FIN: { CSM: 0.5, FIN: 0.5 },
  OTH: { FIN: 1 },
  NONE: { FIN: 1 },
}

/**
 * Whether a judgment was appealed against, and the class that was pronounced first. An appeal that a new code would overtake
 * is decided before any is lodged: its row would be written in the articles of another code.
 */
export function appealOf(
  judged: Appealable,
  regimeOn: (day: Date) => string,
): { readonly appeal: Appeal | undefined; readonly firstClass: string } {
  const { sentencedOn, sanctionClass } = judged
  const own = randomFor('appeal', judged.caseKey, judged.personKey)
  const none = { appeal: undefined, firstClass: sanctionClass }
  if (!own.chance(appealed)) return none
  const decidedOn = addDays(sentencedOn, daysToAppeal.min + own.below(daysToAppeal.spread))
  if (regimeOn(decidedOn) !== regimeOn(sentencedOn)) return none
  const changed = own.chance(changedOnAppeal)
  return { appeal: { decidedOn, changed }, firstClass: changed ? firstClassOf(sanctionClass, own) : sanctionClass }
}

function firstClassOf(sanctionClass: string, own: RandomSource): string {
  return own.pick(pronounced[sanctionClass] ?? { [sanctionClass]: 1 })
}
