import type { AnalystAttacker } from './analyst-attacker.ts'
import type { Months } from './attacked-cells.ts'

const times = ['month', 'quarter', 'year']
/** Dimensions of which one is part of the other: both together tell no more than the finer one. */
const nested = [
  ['court', 'region'],
  ['offence', 'offence_section'],
  ['sanction_category', 'sanction_class'],
]

/** Asks for some dimensions over every stretch of months. */
export async function askEveryWindow(
  attacker: AnalystAttacker,
  by: string,
  { first, last }: Months,
  who: (at: number) => string,
): Promise<void> {
  const windows = Array.from({ length: last - first + 1 }, (_, from) =>
    Array.from({ length: last - first - from + 1 }, (__, more) => [first + from, first + from + more] as const),
  ).flat()
  for (const [at, [from, to]] of mixed(windows).entries())
    await attacker.ask(who(at), { by, from: attacker.monthNamed(from), to: attacker.monthNamed(to) })
}

/** Asks for every table that can be made of some dimensions and a grain of time, the finest first if it can be had. */
export async function askEveryTable(
  attacker: AnalystAttacker,
  dimensions: readonly string[],
  period: Readonly<Record<string, string>>,
  who: (at: number) => string,
): Promise<void> {
  const tables = subsetsOf([...dimensions, ...times]).filter(isSound)
  for (const [at, by] of mixed(tables).entries()) await attacker.ask(who(at), { by: by.join(), ...period })
}

function isSound(by: readonly string[]): boolean {
  return (
    by.filter((name) => times.includes(name)).length === 1 &&
    !nested.some((pair) => pair.every((one) => by.includes(one)))
  )
}

/** What one question may cross. */
const maxDimensions = 4

function subsetsOf(names: readonly string[]): readonly (readonly string[])[] {
  const all = names.reduce<readonly (readonly string[])[]>(
    (subsets, name) => subsets.concat(subsets.map((subset) => [...subset, name])),
    [[]],
  )
  return all.filter(({ length }) => length <= maxDimensions)
}

/** In an order that has nothing to do with what is asked, and is the same each time. */
function mixed<T>(all: readonly T[]): readonly T[] {
  let state = 7
  const draw = () => {
    state = (state * 16_807) % 2_147_483_647
    return state
  }
  return all
    .map((one) => [draw(), one] as const)
    .sort(([one], [other]) => one - other)
    .map(([, one]) => one)
}
