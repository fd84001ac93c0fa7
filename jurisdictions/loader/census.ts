import { type Fault, unknownName } from '#foundation'
import type { Contract, DeclaredContract } from './contract-schema.ts'
import type { ContractView } from './contract-view.ts'
import { type At, wrong } from './fault-place.ts'
import type { Register } from './registers.ts'

/** What a contract calls the day of a census. */
const asOf = 'as_of'

/** Whether the rows of a register tell who was there on a day, and not who came and went. */
export function isCensus({ census }: Register): boolean {
  return census === true
}

/** The register of a contract, marked where it is delivered as a census. */
export function censusRegister(register: Register, { delivery }: DeclaredContract): Register {
  return delivery.mode === 'snapshot' ? { ...register, census: true } : register
}

/** A census as a delivery of its period, whose rows begin on the day of the census. */
export function asPeriods(declared: DeclaredContract, { stock }: Register): Omit<Contract, 'canonical' | 'personal'> {
  const { as_of: day, delivery, columns } = declared
  const mode = delivery.mode === 'snapshot' ? 'period' : delivery.mode
  if (day === undefined || stock === undefined) return { ...declared, delivery: { ...delivery, mode } }
  const named = (name: string) => (name === asOf ? stock.from : name)
  const always = { type: 'date', optional: false, invalid: 'quarantine', may_be_future: false } as const
  const key = delivery.key === 'content' ? delivery.key : delivery.key.map(named)
  return {
    ...declared,
    delivery: { ...delivery, mode, date_column: named(delivery.date_column), key },
    columns: { ...columns, [stock.from]: { ...always, ...day } },
  }
}

/** What contradicts a census: other days than its own. */
export function censusFaults(view: ContractView, canonical: Register | undefined, at: At): readonly Fault[] {
  const { mode, key, date_column: date = '' } = view.delivery
  const isSnapshot = mode === 'snapshot'
  if (!isSnapshot && view.as_of !== undefined) return [wrong(at([asOf]), 'is for "mode: snapshot"')]
  if (!isSnapshot || canonical === undefined) return []
  const { stock, name } = canonical
  if (stock === undefined) return [wrong(at(['delivery', 'mode']), `no stock is counted in ${name}`)]
  const days = [stock.from, stock.to].filter((column) => Object.hasOwn(view.columns, column))
  return [
    ...(view.as_of === undefined ? [wrong(at(['delivery', 'mode']), `needs "${asOf}", the day of the census`)] : []),
    ...(date === asOf
      ? []
      : [unknownName(date, [asOf], { ...at(['delivery', 'date_column']), what: 'day of a census' })]),
    ...(key === 'content' || key.includes(asOf)
      ? []
      : [
          wrong(
            at(['delivery', 'key']),
            `name "${asOf}" too: without it a census would take the place of an earlier one`,
          ),
        ]),
    ...days.map((column) => wrong(at(['columns', column]), `a census has one day, "${asOf}": leave this one out`)),
  ]
}
