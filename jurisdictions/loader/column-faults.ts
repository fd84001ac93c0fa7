import { type Fault, unknownName } from '#foundation'
import { isNumberType } from './condition.ts'
import type { ColumnView, ContractView } from './contract-view.ts'
import { type At, wrong } from './fault-place.ts'
import { canonicalType, type Register } from './registers.ts'

/** What is wrong in how columns are made: of cells, of a constant, or of inputs. */
export function columnFaults(view: ContractView, canonical: Register | undefined, at: At): readonly Fault[] {
  const named = (['inputs', 'columns'] as const).flatMap((part) =>
    Object.entries(view[part]).map(([name, column]) => ({ name, column, keys: [part, name] })),
  )
  return [
    ...named.flatMap(({ name, column, keys }) => [
      ...origin(column, at(keys)),
      ...invalid(view, name, column, at([...keys, 'invalid'])),
      ...madeOfInputs(view, column, keys, at),
      ...(column.type === 'length' ? lengths(column, at(keys)) : []),
    ]),
    ...Object.entries(view.inputs).flatMap(([name, input]) => ofInput(name, input, canonical, at(['inputs', name]))),
    ...Object.keys(view.where).flatMap((name) => ofFilter(view, name, at(['where', name]))),
  ]
}

/** A value stands in a cell, is the same in all rows, or is made of inputs. */
function origin({ from, value, parts, default: ifEmpty, type, format }: ColumnView, place: Place): readonly Fault[] {
  const origins = [from.length > 0, value !== undefined, parts !== undefined].filter(Boolean).length
  return [
    ...(origins === 1
      ? []
      : [wrong(place, 'needs either "from", the names of the column in files, or "value" or "parts"')]),
    ...(ifEmpty !== undefined && from.length === 0 ? [wrong(place, '"default" is for the empty cells of "from"')] : []),
    ...(type === 'date' && format.length === 0 && parts === undefined
      ? [wrong(place, 'a date needs its format, such as %d.%m.%Y')]
      : []),
  ]
}

function invalid(
  { delivery: { key, date_column: date }, inputs }: ContractView,
  name: string,
  { invalid: what, optional, type }: ColumnView,
  place: Place,
): readonly Fault[] {
  if (what !== 'unknown') return []
  if (isCode(type)) return [wrong(place, 'is not for codes: "unknown: unmapped" is for those that are in no table')]
  if (Object.hasOwn(inputs, name)) return [wrong(place, 'an input that cannot be read sets its row aside')]
  const isNeeded = (key !== 'content' && key.includes(name)) || date === name
  if (!optional || isNeeded) return [wrong(place, 'only a column that is optional can be not recorded')]
  return []
}

const isCode = (type: string) => type === 'code' || type === 'mapped_code'

/** Inputs with numbers for the parts of a length or a date, and one with the unit. */
function madeOfInputs(view: ContractView, column: ColumnView, keys: readonly string[], at: At): readonly Fault[] {
  const named = [
    ...Object.entries(column.parts ?? {}).map(([part, name]) => ({ name, keys: [...keys, 'parts', part] })),
    ...(column.unit_from === undefined ? [] : [{ name: column.unit_from, keys: [...keys, 'unit_from'] }]),
  ]
  return named.flatMap(({ name, keys }) => {
    const input = Object.hasOwn(view.inputs, name) ? view.inputs[name] : undefined
    if (input === undefined) return [unknownName(name, Object.keys(view.inputs), { ...at(keys), what: 'input' })]
    const isUnit = keys.at(-1) === 'unit_from'
    if (isUnit ? input.type === 'text' : isNumberType(input.type)) return []
    return [wrong(at(keys), `the input ${name} has to be ${isUnit ? 'text' : 'a number'}`)]
  })
}

function lengths({ unit, unit_from, digits, parts }: ColumnView, place: Place): readonly Fault[] {
  const ways = [unit, unit_from, digits, parts].filter((way) => way !== undefined).length
  return ways === 1 ? [] : [wrong(place, 'needs one of "unit", "unit_from", "digits" and "parts"')]
}

function ofInput(
  name: string,
  { type, parts, unit_from }: ColumnView,
  canonical: Register | undefined,
  place: Place,
): readonly Fault[] {
  return [
    ...(canonical !== undefined && canonicalType(canonical, name) !== undefined
      ? [wrong(place, `${name} is a column of ${canonical.name}: give the input another name`)]
      : []),
    ...(isCode(type) ? [wrong(place, 'an input is text or a number, not a code')] : []),
    ...(parts === undefined && unit_from === undefined
      ? []
      : [wrong(place, 'an input is read from the file, not from other inputs')]),
  ]
}

/** What cannot be read must not decide that a row is passed over. */
function ofFilter({ inputs, columns }: ContractView, name: string, place: Place): readonly Fault[] {
  const all = { ...inputs, ...columns }
  const column = Object.hasOwn(all, name) ? all[name] : undefined
  if (column === undefined) return [unknownName(name, Object.keys(all), { ...place, what: 'column or input' })]
  if (['text', 'code', 'mapped_code'].includes(column.type)) return []
  return [wrong(place, `rows are chosen by text or codes, and ${name} is of the type ${column.type}`)]
}

type Place = ReturnType<At>
