import { stringify } from 'yaml'
import { asCounted, type CubeDisclosure } from '#jurisdictions'
import { type Delivered, missingColumns, shippedDeclarations } from '#warehouse'
import { modelDisclosure } from './model.ts'
import type { CountryPlan, RegisterPlan } from './plan.ts'
import { finestPeriod } from './profile-text.ts'

/** Columns of which one at least gives a dimension values. */
const columnsOfDimension: Readonly<Record<string, readonly string[]>> = {
  length_band: ['length'],
  age_band: ['age_band', 'age', 'birth_year'],
  broad_age: ['broad_age', 'age', 'birth_year'],
}

/** Columns without which all cells of a cube are alike. */
const columnsOfCube: Readonly<Record<string, readonly string[]>> = {
  sentences_attributes: [
    ...['citizenship', 'disability', 'prior_conviction', 'domestic_violence', 'legal_aid', 'detained_before_trial'],
  ],
}

/** Which figures are public and how they are protected: those cubes that the columns allow, as the model declares them. */
export function disclosureText({ registers }: CountryPlan): string {
  const { cubes } = modelDisclosure()
  const names = Object.keys(cubes).filter((name) => isPossible(name, registers))
  const time = finestPeriod(registers)
  const declared = names.flatMap((name) => {
    const cube = cubes[name]
    if (cube === undefined || (cube.control?.to !== undefined && !names.includes(cube.control.to))) return []
    return [[name, cubeFor(cube, time, registers)] as const]
  })
  const text = stringify({ version: 1, decoys: 12, cubes: Object.fromEntries(declared) }, { lineWidth: 120 })
  return `# TODO confirm which figures are public and how fine. Rules of protection are those of a shipped country.\n${text}`
}

/** A cube can be published where contracts deliver its registers and the columns that it and its publication need. */
function isPossible(name: string, registers: readonly RegisterPlan[]): boolean {
  const cube = shippedDeclarations.cubes.value[name]
  if (cube === undefined || !hasAnyOf(columnsOfCube[name], registers)) return false
  const delivered = deliveredBy(registers)
  return (
    cube.registers.every((register) => delivered.contracts.has(register)) &&
    [cube, { needs: cube.public_needs }].every((needs) => missingColumns(needs, delivered).length === 0)
  )
}

/** The contracts as far as the catalog asks for them. */
function deliveredBy(registers: readonly RegisterPlan[]): Delivered {
  const contracts = registers.map(({ register, columns, asOf, count }) => {
    const canonical = asOf === undefined ? register : { ...register, census: true }
    const names = Object.fromEntries(columns.map(({ name }) => [name, {}]))
    return [
      register.name,
      { columns: names, canonical: count === undefined ? canonical : asCounted(canonical) },
    ] as const
  })
  return {
    registers: new Map(registers.map(({ register }) => [register.name, register])),
    contracts: new Map(contracts),
  }
}

const periods = ['month', 'quarter', 'year']

/** A cube at the time that the dates allow, with decoys that differ in what the files contain. */
function cubeFor(cube: CubeDisclosure, finest: string, registers: readonly RegisterPlan[]): Record<string, unknown> {
  const { block, decoys, coarsening_steps: steps, promised, inference_risk: risk, control } = cube
  const coarser = (name: string) => (isFiner(name, finest) ? finest : name)
  const all = (names: readonly string[]) => [...new Set(names.map(coarser))]
  const isFilled = (name: string) => isGiven(name, registers)
  const swap = (decoys?.swap ?? []).filter(isFilled)
  const dimensions = all(cube.dimensions).filter(isFilled)
  const tables = new Map(promised.map((names) => [all(names).join(), all(names)]))
  const rest = steps.filter((step) => !Object.values(step).some((name) => isFiner(name, finest) || name === finest))
  return {
    dimensions,
    ...(block === undefined ? {} : { block: coarser(block) }),
    ...(cube.separate.length === 0 ? {} : { separate: cube.separate }),
    ...(rest.length === 0 ? {} : { coarsening_steps: rest }),
    ...(cube.non_additive_dimensions.length === 0 ? {} : { non_additive_dimensions: cube.non_additive_dimensions }),
    ...(decoys === undefined
      ? {}
      : {
          decoys: {
            ...decoys,
            swap: swap.length === 0 ? decoys.swap : swap,
            match_on: decoys.match_on.filter(isFilled),
          },
        }),
    ...(control === undefined ? {} : { control: { ...control, by: all(control.by) } }),
    ...(tables.size === 0 ? {} : { promised: [...tables.values()] }),
    ...(risk === undefined
      ? {}
      : {
          inference_risk: {
            ...risk,
            quasi_identifiers: all(risk.quasi_identifiers).filter(isFilled),
            targets: risk.targets.map((target) => ({ ...target, dimensions: target.dimensions.filter(isFilled) })),
          },
        }),
  }
}

function isFiner(name: string, finest: string): boolean {
  return periods.includes(name) && periods.indexOf(name) < periods.indexOf(finest)
}

function isGiven(dimension: string, registers: readonly RegisterPlan[]): boolean {
  return hasAnyOf(columnsOfDimension[dimension], registers)
}

function hasAnyOf(needed: readonly string[] | undefined, registers: readonly RegisterPlan[]): boolean {
  return needed === undefined || registers.some(({ columns }) => columns.some(({ name }) => needed.includes(name)))
}
