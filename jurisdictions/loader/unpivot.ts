import type { z } from 'zod'
import type { Fault } from '#foundation'
import { asOfSchema, type header } from './contract-columns.ts'
import { type Contract, columnsToRead } from './contract-schema.ts'
import type { ContractView } from './contract-view.ts'
import { countSchema } from './counted-rows.ts'
import { type At, wrong } from './fault-place.ts'
import { type Unpivot, wideColumns } from './wide-columns.ts'

/** What contradicts the columns of a wide table: names that nobody reads, or columns that say the same. */
export function unpivotFaults(view: ContractView, at: At): readonly Fault[] {
  const { unpivot } = view
  if (unpivot === undefined) return []
  const columns = [...wideColumns(unpivot)]
  return [
    ...columns.flatMap(([name], index) => ofWideColumn(columns, index, view, at(['unpivot', 'columns', name]))),
    ...unread(namesOf(unpivot), view, at(['unpivot'])),
  ]
}

type WideColumn = readonly [name: string, cells: Readonly<Record<string, string>>]

function ofWideColumn(
  columns: readonly WideColumn[],
  index: number,
  view: ContractView,
  place: ReturnType<At>,
): readonly Fault[] {
  const [name, cells] = columns[index] ?? ['', {}]
  const [, others] = columns[0] ?? ['', {}]
  const twin = columns.slice(0, index).find(([, other]) => saysOf(other) === saysOf(cells))
  const names = Object.keys(others).toSorted().join(', ')
  return [
    ...(Object.keys(cells).toSorted().join(', ') === names
      ? []
      : [wrong(place, `every column has to name the same: ${names}`)]),
    ...(twin === undefined ? [] : [wrong(place, `says the same as ${twin[0]}: its people would count twice`)]),
    ...([...readNames(view), ...view.ignored].includes(name)
      ? [wrong(place, 'is read by "from" or "ignored" too: its cells become rows, so remove it there')]
      : []),
  ]
}

function saysOf(cells: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(cells).toSorted())
}

function unread(names: readonly string[], view: ContractView, place: ReturnType<At>): readonly Fault[] {
  const read = readNames(view)
  const twice = names.filter((name, index) => names.indexOf(name) < index)
  return [
    ...names
      .filter((name) => !read.includes(name))
      .map((name) => wrong(place, `no column reads ${name}: write "from: ${name}" in one`)),
    ...twice.map((name) => wrong(place, `${name} is the name of two things: give "value" another one`)),
  ]
}

/** The names under which columns are read. */
function readNames({ inputs, columns, count, as_of }: ContractView): readonly string[] {
  const named = Object.values({ ...inputs, ...columns }).flatMap(({ from }) => from)
  const [counted, day] = [countSchema.safeParse(count).data, asOfSchema.safeParse(as_of).data]
  return [...named, ...(counted?.from ?? []), ...(day?.from ?? [])]
}

/** The columns that rows have instead of those of a wide table. */
function namesOf(unpivot: Unpivot): readonly z.output<typeof header>[] {
  const [cells = {}] = wideColumns(unpivot).values()
  return [...Object.keys(cells), unpivot.value]
}

/** What a contract takes from a file before its wide columns become rows: each of these has the type of their cells. */
export function wideContract(contract: Contract): Contract {
  const { unpivot, inputs, columns } = contract
  if (unpivot === undefined) return contract
  const names = namesOf(unpivot)
  const others = (all: Contract['columns']) =>
    Object.fromEntries(Object.entries(all).filter(([, { from }]) => !from.some((name) => names.includes(name))))
  const [, cell] = columnsToRead(contract).find(([, { from }]) => from.includes(unpivot.value)) ?? []
  if (cell === undefined) throw new Error(`no column reads ${unpivot.value}: it was checked on loading`)
  const wide = [...wideColumns(unpivot).keys()].map((name) => [`unpivot ${name}`, { ...cell, from: [name] }] as const)
  return { ...contract, inputs: others(inputs), columns: { ...others(columns), ...Object.fromEntries(wide) } }
}
