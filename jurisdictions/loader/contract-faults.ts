import { z } from 'zod'
import { type Fault, type Keys, unknownName, type YamlFile } from '#foundation'
import { censusFaults } from './census.ts'
import { columnFaults } from './column-faults.ts'
import { columnTypes } from './contract-columns.ts'
import type { ColumnView, ContractView } from './contract-view.ts'
import { countFaults } from './counted-rows.ts'
import { type At, placeIn, wrong } from './fault-place.ts'
import { canonicalType, listOf, type Register } from './registers.ts'
import { foldedText } from './texts.ts'
import { unpivotFaults } from './unpivot.ts'
import { wideColumns } from './wide-columns.ts'

/** A contract with the file that it stands in. */
export interface ContractFile {
  readonly file: Pick<YamlFile<unknown>, 'path' | 'code' | 'lineOf'>
  readonly view: ContractView
  /** Its register, unless the contract names one that there is not. */
  readonly canonical: Register | undefined
}

/** What is wrong in one contract although each part of it has its shape. */
export function contractFaults({ file, view, canonical }: ContractFile): readonly Fault[] {
  const at = placeIn(file)
  const columns = Object.entries(view.columns)
  return [
    ...marks(view, at),
    ...turnedRanges(view, at),
    ...allowedColumns(view, at),
    ...columnFaults(view, canonical, at),
    ...countFaults(view, canonical, at),
    ...unpivotFaults(view, at),
    ...censusFaults(view, canonical, at),
    ...columns.flatMap(([name, column]) => ofColumn({ view, canonical }, name, column, at)),
    ...namedColumns(view).flatMap(({ name, keys }) =>
      name === '' || Object.hasOwn(view.columns, name) || isMisspelledAbove(name, { view, canonical })
        ? []
        : [unknownName(name, Object.keys(view.columns), { ...at(keys), what: 'column' })],
    ),
  ]
}

/** A right name is told no more when a name among the columns is wrong: it is most likely this one. */
function isMisspelledAbove(name: string, { view: { columns }, canonical }: Contracted): boolean {
  if (canonical === undefined) return true
  return (
    canonicalType(canonical, name) !== undefined &&
    Object.keys(columns).some((one) => canonicalType(canonical, one) === undefined)
  )
}

type Contracted = Pick<ContractFile, 'view' | 'canonical'>

function marks({ format }: ContractView, at: At): readonly Fault[] {
  if (format.decimal === '' || !format.thousands.includes(format.decimal)) return []
  return [wrong(at(['format', 'thousands']), 'the decimal mark cannot stand between thousands')]
}

function ofColumn({ view, canonical }: Contracted, name: string, column: ColumnView, at: At): readonly Fault[] {
  const keys = ['columns', name]
  const known = [...Object.keys({ ...view.inputs, ...view.columns }), ...(hasRegime(canonical) ? ['regime'] : [])]
  return [
    ...(canonical === undefined ? [] : ofCanonical(canonical, name, column, at(keys))),
    ...answers(column, at([...keys, 'false'])),
    ...firstDay(column, at([...keys, 'not_before'])),
    ...centuries(view, column, at([...keys, 'format'])),
    ...column.by.flatMap((key, index) =>
      known.includes(key) ? [] : [unknownName(key, known, { ...at([...keys, 'by', index]), what: 'column or input' })],
    ),
  ]
}

/** The regime in force on the day of the event is known where no column tells it. */
function hasRegime(canonical: Register | undefined): boolean {
  return canonical === undefined || canonicalType(canonical, 'regime') !== undefined
}

function ofCanonical(canonical: Register, name: string, { type }: ColumnView, place: ReturnType<At>): readonly Fault[] {
  const stored = canonicalType(canonical, name)
  if (stored === undefined)
    return [
      unknownName(name, Object.keys(canonical.columns), {
        ...place,
        where: 'columns',
        what: `column of ${canonical.name}`,
      }),
    ]
  const expected = listOf(stored) === undefined ? stored : 'code'
  const given = { year: 'date', quarter: 'date', length: 'decimal', mapped_code: 'code' }[type] ?? type
  return !columnTypes.includes(type) || expected === given
    ? []
    : [wrong(place, `the register keeps this column as ${expected}`)]
}

function answers(column: ColumnView, place: ReturnType<At>): readonly Fault[] {
  const yes = new Set(column.true.map(foldedText))
  if (!column.false.some((answer) => yes.has(foldedText(answer)))) return []
  return [wrong(place, 'one answer means both yes and no; case and outer blanks make no difference')]
}

function firstDay({ not_before: day }: ColumnView, place: ReturnType<At>): readonly Fault[] {
  if (day === undefined || z.iso.date().safeParse(day).success) return []
  return [wrong(place, 'a day is written as 2024-03-31')]
}

/** A year of two digits is read as one from 1969 to 2068: only a first day says that this is what the sender means. */
function centuries({ delivery }: ContractView, column: ColumnView, place: ReturnType<At>): readonly Fault[] {
  const twice = column.format.find((format) => format.includes('%y') && format.includes('%Y'))
  if (twice !== undefined)
    return [wrong(place, `"${twice}" names two years, and the later one would be taken: a date has one`)]
  const short = column.format.find((format) => format.includes('%y'))
  if (short === undefined || column.not_before !== undefined || delivery.not_before !== undefined) return []
  const advice = `in "${short}" the year has two digits, which name no century: write %Y and let the sender write four digits, or say with not_before from which day on dates are`
  return [wrong(place, advice)]
}

/** Ranges whose ends are exchanged: nothing would lie in them. */
function turnedRanges({ columns, limits, delivery }: ContractView, at: At): readonly Fault[] {
  const { note, block } = limits.volume_against_same_month
  const ranges = [
    ...Object.entries(columns).map(([name, { range }]) => ({ range, keys: ['columns', name, 'range'] })),
    ...limits.totals.map(({ range }, index) => ({ range, keys: ['limits', 'totals', index, 'range'] })),
    { range: note, keys: ['limits', 'volume_against_same_month', 'note'] },
    { range: block, keys: ['limits', 'volume_against_same_month', 'block'] },
  ]
  const turned = ranges.filter(({ range: [min, max] = [0, 0] }) => min > max)
  const { from = '', to = '' } = delivery.coverage ?? {}
  return [
    ...turned.map(({ keys }) =>
      wrong(at(keys), 'the range is turned round: write the least value first, then the greatest'),
    ),
    ...(from > to ? [wrong(at(['delivery', 'coverage']), 'the period ends before it begins')] : []),
  ]
}

/** An exception for a column that no file has would never hold. */
function allowedColumns(
  { inputs, columns, unpivot, ignored, personal_data_exceptions: allowed }: ContractView,
  at: At,
): readonly Fault[] {
  const names = [
    ...Object.values({ ...inputs, ...columns }).flatMap(({ from }) => from),
    ...ignored,
    ...(unpivot === undefined ? [] : wideColumns(unpivot).keys()),
  ]
  return allowed.flatMap(({ column }, index) =>
    column === '' || names.includes(column)
      ? []
      : [
          unknownName(column, names, {
            ...at(['personal_data_exceptions', index, 'column']),
            what: 'column of the file',
          }),
        ],
  )
}

/** Every place of a contract that names one of its columns. */
function namedColumns(view: ContractView): readonly { readonly name: string; readonly keys: Keys }[] {
  const { delivery, parents, constants, checks, limits } = view
  const named = (name: string) => (delivery.mode === 'snapshot' && name === 'as_of' ? '' : name)
  const key = delivery.key === 'content' ? [] : delivery.key
  return [
    ...key.map((name, index) => ({ name: named(name), keys: ['delivery', 'key', index] })),
    { name: named(delivery.date_column ?? ''), keys: ['delivery', 'date_column'] },
    ...parents.map(({ column }, index) => ({ name: column, keys: ['parents', index, 'column'] })),
    ...constants.flatMap(({ column, of }, index) => [
      { name: column, keys: ['constants', index, 'column'] },
      { name: of, keys: ['constants', index, 'of'] },
    ]),
    ...checks.flatMap(({ refuse_row_when }, index) =>
      (refuse_row_when.match(/[a-z_]+/g) ?? []).map((name) => ({ name, keys: ['checks', index, 'refuse_row_when'] })),
    ),
    ...limits.totals.flatMap(({ where }, index) =>
      Object.keys(where).map((name) => ({ name, keys: ['limits', 'totals', index, 'where', name] })),
    ),
  ]
}
