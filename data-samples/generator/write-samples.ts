import { Refusal } from '#foundation'
import { type Jurisdiction, loadJurisdiction, type RegisterName, registerNames } from '#jurisdictions'
import { firstDayOf, lastDayOf, monthNumber, monthOf, parseMonth } from './calendar.ts'
import { convictsOf, randomOf } from './convicts.ts'
import { PrisonRegister, quartersAhead } from './custody.ts'
import { Deliveries, type SampleDelivery } from './deliveries.ts'
import { type Dress, plainDress } from './mess.ts'
import { activities, population, staffing, training } from './offices.ts'
import { readPlan, type SamplePlan } from './plan.ts'
import { judgmentOf } from './sentences.ts'
import { ProbationRegister } from './supervision.ts'

export interface SampleRequest {
  readonly jurisdiction: string
  readonly out: string
  readonly seed?: number
  /** How many times the published numbers of persons. */
  readonly scale?: number
  /** First and last month, as `2018-01`; whole quarters are written. */
  readonly from?: string
  readonly to?: string
  /** Only these registers. */
  readonly registers?: readonly RegisterName[]
  /** How each delivery is written; by default as its contract has it first. */
  readonly dress?: (delivery: number) => Dress
}

/**
 * Writes synthetic extracts of all registers, one delivery with its manifest per register and quarter, in constant memory.
 * The registers belong together: a suspended sentence appears at probation after a while, a stay in prison follows its
 * sentence. Equal requests write equal bytes.
 *
 * @throws {@link Refusal} `NO_SAMPLES`, or `BAD_PERIOD` when `from` and `to` are not months in order
 */
export async function writeSamples(request: SampleRequest): Promise<readonly SampleDelivery[]> {
  const { seed = 1, scale = 1, from = '2018-01', to = '2026-09', dress = () => plainDress } = request
  const jurisdiction = loadJurisdiction(request.jurisdiction)
  const plan = readPlan(request.jurisdiction)
  const [first, last] = [from, to].map((month) => Math.floor(monthNumber(parseMonth(month)) / 3)) as [number, number]
  if (first > last) throw new Refusal('BAD_PERIOD', 'The first month comes after the last one.', { parameter: 'from' })
  const wanted = new Set(request.registers ?? registerNames)
  const contracts = new Map([...jurisdiction.contracts].filter(([register]) => wanted.has(register as RegisterName)))
  let deliveryNumber = 0
  const deliveries = new Deliveries(request.out, contracts, () => dress(deliveryNumber++))
  const writing = { jurisdiction, plan, scale, seed, first, last, deliveries }
  if (deliveries.wants('custody', 'supervision', 'assessments', 'services')) writeLives(writing)
  else writeSentences(writing)
  writeOffices({ jurisdiction, plan, seed, first, last, deliveries })
  return await deliveries.finish()
}

interface Writing {
  readonly jurisdiction: Jurisdiction
  readonly plan: SamplePlan
  readonly seed: number
  readonly first: number
  readonly last: number
  readonly deliveries: Deliveries
}

/** Streams of random numbers, so that one register does not depend on how much another one draws. */
const streams = { convicts: 1, judgments: 2, prison: 3, probation: 4, offices: 5, rest: 6 }

function writeLives({
  jurisdiction,
  plan,
  scale,
  seed,
  first,
  last,
  deliveries,
}: Writing & { readonly scale: number }): void {
  const window = { first, last }
  const prison = new PrisonRegister(plan, scale, window, deliveries)
  const probation = new ProbationRegister(plan, scale, window, deliveries)
  const start = monthOf(first * 3)
  prison.writeOpening(scale, randomOf(seed, start, 7))
  probation.writeOpening(scale, randomOf(seed, start, 8))
  for (let number = first * 3; number < (last + quartersAhead + 1) * 3; number++) {
    const month = monthOf(number)
    const random = (stream: keyof typeof streams) => randomOf(seed, month, streams[stream])
    const [judging, locking, supervising] = [random('judgments'), random('prison'), random('probation')]
    for (const convict of convictsOf(month, plan, scale, random('convicts'))) {
      const judgment = judgmentOf(convict, { jurisdiction, plan, random: judging })
      if (convict.quarter <= last) for (const row of judgment.rows) deliveries.write('sentences', convict.quarter, row)
      const released = prison.write(convict, judgment, locking)
      probation.writeConvict(convict, judgment, released, supervising)
    }
    if (number % 3 === 2 && number < (last + 1) * 3) probation.writeRest(Math.floor(number / 3), random('rest'))
  }
}

/** The same sentences, without the lives that follow them. */
function writeSentences({
  jurisdiction,
  plan,
  scale,
  seed,
  first,
  last,
  deliveries,
}: Writing & { readonly scale: number }): void {
  for (let number = first * 3; number < (last + 1) * 3; number++) {
    const month = monthOf(number)
    const judging = randomOf(seed, month, streams.judgments)
    for (const convict of convictsOf(month, plan, scale, randomOf(seed, month, streams.convicts))) {
      for (const row of judgmentOf(convict, { jurisdiction, plan, random: judging }).rows)
        deliveries.write('sentences', convict.quarter, row)
    }
  }
}

function writeOffices({ jurisdiction, plan, seed, first, last, deliveries }: Writing): void {
  const [from, to] = [firstDayOf(first), lastDayOf(last)]
  const random = (quarter: number) => randomOf(seed, monthOf(quarter * 3), streams.offices)
  for (const row of staffing(plan, jurisdiction, first, last, random(first)))
    deliveries.writeFor('staffing', 'all', from, to, row)
  for (let quarter = first; quarter <= last; quarter++)
    for (const row of training(quarter, random(quarter))) deliveries.write('training', quarter, row)
  for (const row of activities(last, random(last))) deliveries.writeFor('activities', 'all', from, to, row)
  const years = Array.from(
    { length: Math.floor(last / 4) - Math.floor(first / 4) + 1 },
    (_, index) => Math.floor(first / 4) + index,
  )
  for (const row of population(plan, years)) deliveries.writeFor('population', 'all', from, to, row)
}
