import {
  type CanonicalType,
  type Contract,
  canonicalColumns,
  type Disclosure,
  loadJurisdiction,
  type Register,
} from '#jurisdictions'

/** The shipped country whose contracts and rules of protection are the model of new ones. */
const model = 'kg'

function modelContract({ name }: Register): Contract | undefined {
  return loadJurisdiction(model).contracts.get(name)
}

/** The column with the date of the event of a register. */
export function modelDateColumn(register: Register): string {
  return modelContract(register)?.delivery.date_column ?? ''
}

/** The columns that name a row of a register. */
export function modelKey(register: Register): readonly string[] {
  const key = modelContract(register)?.delivery.key ?? 'content'
  return key === 'content' ? [] : key
}

/** How figures are protected. */
export function modelDisclosure(): Disclosure {
  return loadJurisdiction(model).disclosure
}

/** The columns of a register with their types, also those that it has for each code of a common list. */
export function placesOf(register: Register): readonly (readonly [name: string, type: CanonicalType])[] {
  return canonicalColumns(register, loadJurisdiction(model))
}
