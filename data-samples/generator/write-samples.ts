import { Refusal } from '#foundation'
import { loadJurisdiction, type RegisterName } from '#jurisdictions'
import { addDays, lastMonthOf, monthNumber, parseMonth, quarterOf, type Window } from './basis/calendar.ts'
import { readPlan } from './basis/plan.ts'
import { latestForce } from './courts/convicts.ts'
import { SampleDeliveries, type SampleDelivery } from './files/deliveries.ts'
import { type FileVariant, plainVariant } from './files/mess.ts'
import { Tally } from './files/tally.ts'
import { writeLives, writeSentences } from './lives.ts'
import { writeOffices } from './registers/office-registers.ts'

/** Which lives are drawn: equal ones give equal extracts. */
export interface SampleLives {
  readonly jurisdiction: string
  readonly seed?: number
  /** How many times the published numbers of persons. */
  readonly scale?: number
  /** First and last month, as `2018-01`; whole quarters are written. */
  readonly from?: string
  readonly to?: string
}

/** Which extracts are written, where to, and how. */
export interface SampleRequest extends SampleLives {
  readonly out: string
  /** No row may hold a later day: a nightly run would set it aside. Without it that is not looked at. */
  readonly today?: Date
  /** Only these registers. */
  readonly registers?: readonly RegisterName[]
  /** How each delivery is written; by default as its contract has it first. */
  readonly dress?: (delivery: number) => FileVariant
}

/**
 * Writes synthetic extracts of all registers, one delivery with its manifest per register and quarter, in constant memory
 * but for those who have several cases. The registers belong together: a suspended sentence appears at probation after a
 * while, a stay in prison follows its sentence. Equal requests write equal bytes.
 *
 * @throws {@link Refusal} `NO_SAMPLES`, or `BAD_PERIOD` when `from` and `to` are not months in order, or `to` comes too late for `today`
 */
export async function writeSamples(request: SampleRequest): Promise<readonly SampleDelivery[]> {
  const { dress = () => plainVariant } = request
  const drawn = drawingOf(request)
  if (request.today !== undefined) requirePast(drawn.window, request.today)
  const contracts = [...drawn.jurisdiction.contracts].filter(
    ([register]) => request.registers?.includes(register) ?? true,
  )
  let deliveryNumber = 0
  const deliveries = new SampleDeliveries(request.out, new Map(contracts), () => dress(deliveryNumber++))
  const writing = { ...drawn, deliveries }
  if (deliveries.wants('custody', 'supervision', 'assessments', 'services')) writeLives(writing)
  else writeSentences(writing)
  writeOffices(writing)
  return await deliveries.finish()
}

/**
 * Draws the lives that {@link writeSamples} writes and counts them, without writing a row: what the extracts mean.
 *
 * @throws {@link Refusal} as {@link writeSamples}
 */
export function tallySamples(request: SampleLives): Tally {
  const drawn = drawingOf(request)
  const tally = new Tally(drawn.window)
  writeLives({ ...drawn, deliveries: new SampleDeliveries('', new Map(), () => plainVariant), tally })
  return tally
}

/** The month up to which extracts are written where nobody says otherwise: the last of the plan, or the last that is past. */
export function defaultLastMonth(today: Date): string {
  const past = lastMonthOf(lastQuarter(today))
  return past < lastPlanned ? past : lastPlanned
}

const lastPlanned = '2026-09'

/** The last quarter of which every sentence is in force. */
function lastQuarter(today: Date): number {
  return quarterOf(addDays(today, 1 - latestForce)) - 1
}

function requirePast({ last }: Window, today: Date): void {
  const past = lastQuarter(today)
  if (last <= past) return
  const advice = `The last month can be ${lastMonthOf(past)} today. Whole quarters are written, and sentences come into force up to ${latestForce} days later. The nightly run would quarantine days of the future.`
  throw new Refusal('BAD_PERIOD', advice, { parameter: 'to' })
}

/** The first one whose laws and people the plans describe well enough. */
const firstQuarter = 2000 * 4

function tooEarly(): Refusal {
  return new Refusal('BAD_PERIOD', 'The first month can be 2000-01 at the earliest.', { parameter: 'from' })
}

function drawingOf({ jurisdiction, seed = 1, scale = 1, from = '2018-01', to = lastPlanned }: SampleLives) {
  const quarter = (month: string, parameter: 'from' | 'to') => Math.floor(monthNumber(parseMonth(month, parameter)) / 3)
  const [first, last] = [quarter(from, 'from'), quarter(to, 'to')]
  if (first < firstQuarter) throw tooEarly()
  if (first > last) throw new Refusal('BAD_PERIOD', 'The first month comes after the last one.', { parameter: 'from' })
  const plan = readPlan(jurisdiction)
  return { jurisdiction: loadJurisdiction(jurisdiction), plan, seed, scale, window: { first, last } }
}
