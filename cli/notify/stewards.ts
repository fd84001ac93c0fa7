import { z } from 'zod'
import { type Fault, FileCheck, openYaml, requireNoFaults } from '#foundation'
import { type Jurisdiction, languages } from '#jurisdictions'
import { type ExpectedDeliveries, periodLengths } from '#warehouse'
import { mailAddress } from '../channel-settings.ts'

const maxPeople = 20
const person = z.strictObject({ mail: mailAddress, language: z.enum(languages) })
const people = z.array(person).max(maxPeople, `name at most ${maxPeople} people`).default([])

/** A later day would be that of the next period. */
const maxDay = { month: 31, quarter: 92, year: 366 } as const

const expected = z.strictObject({
  every: z.enum(Object.keys(periodLengths) as (keyof typeof periodLengths)[]),
  day: z.number().int().min(1).max(maxDay.year),
  from: z.iso.date().optional(),
})

const stewardsSchema = z.strictObject({
  operators: people,
  registers: z.record(z.string(), z.strictObject({ stewards: people, expected: expected.optional() })).default({}),
})

/** Somebody who gets mail, in a language. */
export type Recipient = z.output<typeof person>

/** Who gets mail about which register, and when its deliveries are expected. */
export interface Stewards {
  /** They get mail about every night that fails. */
  readonly operators: readonly Recipient[]
  readonly ofRegister: ReadonlyMap<string, readonly Recipient[]>
  readonly expected: readonly ExpectedDeliveries[]
}

/**
 * Reads the file of stewards.
 *
 * @throws {@link Refusal} `STEWARDS_INVALID` with all faults: wrong keys, no addresses, registers that there are not
 */
export function readStewards(path: string, { contracts }: Pick<Jurisdiction, 'contracts'>): Stewards {
  const file = openYaml(path, stewardsSchema, 'STEWARDS_INVALID')
  const { operators, registers } = file.value
  const faults: Fault[] = []
  const check = new FileCheck(file, faults)
  for (const [name, one] of Object.entries(registers)) {
    check.isKnown(['registers', name], name, 'register', contracts.keys())
    if (one.expected === undefined) continue
    const { every, day } = one.expected
    const advice = `write at most ${maxDay[every]}, for deliveries come every ${every}`
    check.require(day <= maxDay[every], ['registers', name, 'expected', 'day'], advice)
  }
  requireNoFaults(faults)
  const entries = Object.entries(registers)
  return {
    operators,
    ofRegister: new Map(entries.map(([name, { stewards }]) => [name, stewards])),
    expected: entries.flatMap(([register, one]) => (one.expected === undefined ? [] : [{ register, ...one.expected }])),
  }
}
