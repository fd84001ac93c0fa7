import { basename } from 'node:path'
import { nearest, Refusal } from '#foundation'
import type { TableProfile } from '#ingest'
import { columnWords, commonRegisters, plainWords, type Register } from '#jurisdictions'
import { type FoundColumn, findColumns } from './find-columns.ts'
import { modelDateColumn } from './model.ts'
import { withRegion } from './plan-region.ts'

/**
 * The register of a name.
 *
 * @throws {@link Refusal} `UNKNOWN_REGISTER`
 */
export function registerCalled(name: string): Register {
  const registers = commonRegisters()
  const register = registers.get(name.toLowerCase())
  if (register !== undefined) return register
  const allowed = [...registers.keys()]
  throw new Refusal(
    'UNKNOWN_REGISTER',
    `There is no register "${name}".${nearest(name, registers.keys())} There are: ${allowed.join(', ')}.`,
    {
      allowed,
    },
  )
}

/**
 * The register whose columns a file has.
 *
 * @throws {@link Refusal} `UNKNOWN_REGISTER` where none is clearly nearest
 */
export function guessRegister(profile: TableProfile): Register {
  const registers = [...commonRegisters().values()]
  const scored = registers
    .map((register) => ({
      register,
      score: scoreOf(register, columnsOf(register, profile), registers) + saysFile(register, profile),
    }))
    .toSorted((one, other) => other.score - one.score)
  const [best, next] = scored
  if (best !== undefined && best.score > (next?.score ?? 0)) return best.register
  const allowed = registers.map(({ name }) => name)
  const advice = `The names of the columns do not show which register this is. Say it with --register: ${allowed.join(', ')}.`
  throw new Refusal('UNKNOWN_REGISTER', advice, { file: profile.files[0] ?? '', allowed })
}

/** The name of a file says as much as two columns. */
function saysFile({ name }: Register, { files }: TableProfile): number {
  const words = columnWords().files[name] ?? []
  const isNamed = files.some((file) =>
    words.some((word) => ` ${plainWords(basename(file))} `.includes(` ${plainWords(word)} `)),
  )
  return isNamed ? 2 : 0
}

const columnsOf = (register: Register, profile: TableProfile) =>
  withRegion(register, profile, findColumns(register, profile))

/** A column that few registers have says more than one that all have; the date of the event says most. */
function scoreOf(register: Register, found: readonly FoundColumn[], registers: readonly Register[]): number {
  const isNumbers = Object.hasOwn(register.columns, 'persons')
  if (isNumbers && !found.some(({ name }) => name === 'persons')) return 0
  const weights = found.map(({ name }) => {
    const owners = registers.filter(({ columns }) => Object.hasOwn(columns, name)).length
    return (name === modelDateColumn(register) ? 2 : 1) / owners
  })
  return weights.reduce((sum, weight) => sum + weight, 0)
}
