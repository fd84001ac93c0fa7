import { stringify } from 'yaml'
import { z } from 'zod'
import { packagePath, readYaml } from '#foundation'
import type { CubeDisclosure } from '#jurisdictions'
import { modelDisclosure } from './model.ts'
import type { CountryPlan, RegisterPlan } from './plan.ts'
import { finestPeriod } from './profile-text.ts'

const columnsSchema = z.record(z.string(), z.array(z.string()))
const cubesSchema = z.record(
  z.string(),
  z.looseObject({
    registers: z.array(z.string()),
    census: z.boolean().default(false),
    needs: columnsSchema.default({}),
    public_needs: columnsSchema.default({}),
    finer: z.record(z.string(), z.object({ rows: z.array(z.string()), keys: z.array(z.string()) })).default({}),
  }),
)
type CubeNeeds = z.output<typeof cubesSchema>[string]

/** Columns of which one at least gives a dimension values. */
const columnsOfDimension: Readonly<Record<string, readonly string[]>> = {
  length_band: ['length'],
  age_band: ['age', 'birth_year'],
  broad_age: ['birth_year'],
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
  const needs = readYaml(packagePath('warehouse', 'cubes', 'cubes.yaml'), cubesSchema, 'CATALOG_INVALID')
  const names = Object.keys(cubes).filter((name) => isPossible(name, needs[name], registers))
  const time = finestPeriod(registers)
  const declared = names.flatMap((name) => {
    const cube = cubes[name]
    if (cube === undefined || (cube.control?.to !== undefined && !names.includes(cube.control.to))) return []
    return [[name, cubeFor(cube, time, registers)] as const]
  })
  const text = stringify({ version: 1, decoys: 12, cubes: Object.fromEntries(declared) }, { lineWidth: 120 })
  return `# TODO confirm which figures are public and how fine. Rules of protection are those of a shipped country.\n${text}`
}

/** A cube exists where contracts deliver its registers and the columns that it needs. */
function isPossible(name: string, needs: CubeNeeds | undefined, registers: readonly RegisterPlan[]): boolean {
  if (needs === undefined || !hasAnyOf(columnsOfCube[name], registers)) return false
  return needs.registers.every((needed) => {
    const plan = registers.find(({ register }) => register.name === needed)
    if (plan === undefined || plan.asOf !== undefined) return plan !== undefined && needs.census
    const columns = plan.columns.map((column) => column.name)
    const { rows, keys } = needs.finer[needed] ?? { rows: [], keys: [] }
    const isFiner = rows.some((column) => columns.includes(column))
    return [...(needs.needs[needed] ?? []), ...(needs.public_needs[needed] ?? []), ...(isFiner ? keys : [])].every(
      (column) => columns.includes(column),
    )
  })
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
