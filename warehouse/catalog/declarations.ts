import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import {
  type Fault,
  fillSlots,
  formerly,
  openYaml,
  packagePath,
  requireNoFaults,
  tryYaml,
  type YamlFile,
} from '#foundation'
import type { Jurisdiction, Text } from '#jurisdictions'
import { type Indicator, indicatorsSchema } from './indicator.ts'
import { countSchema, measureSchema } from './measures.ts'
import { type NoteName, notesSchema } from './note.ts'
import { phrases } from './phrases.ts'
import { finerSchema, needsSchema } from './presupposed.ts'
import { yearEndsSchema } from './year-end.ts'

/** The code of what is wrong in a file of the catalog. */
export const catalogInvalid = 'CATALOG_INVALID'

const dimensionSchema = z.strictObject({
  label: phrases,
  list: z.string().optional().describe('the list of its codes; periods have none'),
  parent: formerly('in', z.string().optional().describe('the dimension above')),
  alias: formerly('as', z.string().optional().describe('the name by which readers know it')),
})

const cubeSchema = z.strictObject({
  kind: z.enum(['flow', 'stock']),
  registers: z.array(z.string()).min(1),
  rows: z.array(z.string()).min(1),
  establishment: z.boolean().default(false),
  rollups: z.array(z.array(z.string())).default([]),
  needs: needsSchema,
  finer: finerSchema,
  stated: z.enum(['prison_places']).optional().describe('what the profile of a jurisdiction has to state'),
  public_needs: needsSchema.describe(
    'columns without which its cells repeat one another, so that it cannot be published',
  ),
  not_needed_of_counts: z.array(z.string()).default([]).describe('columns that tables of counts need not have'),
  census: z.boolean().default(false).describe('whether a census is enough for it'),
})

const knownAfterSchema = z.union([
  z.strictObject({ days: z.number().int().positive() }),
  z
    .strictObject({ by: z.string(), months: z.record(z.string(), z.number().int().positive()) })
    .describe('months by the code of a dimension; the fewest of those that are asked'),
])

const besideSchema = z.strictObject({
  values: z.array(z.string()).default([]),
  known_after: knownAfterSchema.optional(),
  aligned_by: z.enum(['align-units']).optional(),
  gives: z.array(z.enum(['fines', 'headlines', 'hand_off'])).default([]),
})

export const datasetSchema = z.strictObject({
  name: z.string(),
  label: phrases,
  unit: phrases,
  counting_rule: formerly('rule', phrases),
  event_date: phrases,
  census: z
    .strictObject({ unit: phrases, counting_rule: phrases, event_date: phrases })
    .optional()
    .describe('what is said instead where people were counted on one day'),
  counts: z.record(z.string(), countSchema),
  measures: z.record(z.string(), measureSchema),
  default_filters: formerly(
    'switches',
    z
      .record(z.string(), z.string())
      .default({})
      .describe('codes that dimensions are filtered by unless asked for; one query may change one of them'),
  ),
  non_additive_dimensions: formerly(
    'one_of',
    z.array(z.string()).default([]).describe('dimensions over which nothing can be added up'),
  ),
})

export type DimensionDeclaration = z.output<typeof dimensionSchema>
export type CubeDeclaration = z.output<typeof cubeSchema>
export type BesideCube = z.output<typeof besideSchema>
export type KnownAfter = z.output<typeof knownAfterSchema>
export type DatasetDeclaration = z.output<typeof datasetSchema>

/** What is declared by its name, in one file or in that of the program and that of a jurisdiction. */
export interface Layered<T> extends YamlFile<Readonly<Record<string, T>>> {
  readonly files: readonly YamlFile<Readonly<Record<string, T>>>[]
}

interface DatasetFiles {
  readonly files: readonly YamlFile<DatasetDeclaration>[]
  readonly faults: readonly Fault[]
}

/** What is declared of cubes, dimensions, datasets, indicators and notes. Each file is read when it is first needed. */
export class Declarations {
  readonly #folder: string
  readonly #shared: Declarations | undefined
  #dimensions?: Layered<DimensionDeclaration>
  #cubes?: Layered<CubeDeclaration>
  #besideCubes?: Layered<BesideCube>
  #datasets?: DatasetFiles
  #indicators?: YamlFile<readonly Indicator[]>
  #notes?: YamlFile<Readonly<Record<NoteName, Text>>>
  #yearEnds?: YamlFile<readonly Text[]>

  /**
   * @param folder - with `catalog` and `cubes` inside
   * @param shared - what the folder adds cubes, dimensions and datasets to
   */
  constructor(folder: string, shared?: Declarations) {
    this.#folder = folder
    this.#shared = shared
  }

  get dimensions(): Layered<DimensionDeclaration> {
    const path = this.pathOf('catalog', 'dimensions.yaml')
    this.#dimensions ??= layered(path, dimensionSchema, this.#shared?.dimensions)
    return this.#dimensions
  }

  get cubes(): Layered<CubeDeclaration> {
    this.#cubes ??= layered(this.pathOf('cubes', 'cubes.yaml'), cubeSchema, this.#shared?.cubes)
    return this.#cubes
  }

  /** What cubes have beside their rows. */
  get besideCubes(): Layered<BesideCube> {
    this.#besideCubes ??= layered(this.pathOf('catalog', 'cubes.yaml'), besideSchema, this.#shared?.besideCubes)
    return this.#besideCubes
  }

  get indicators(): YamlFile<readonly Indicator[]> {
    if (this.#shared !== undefined) return this.#shared.indicators
    this.#indicators ??= openYaml(this.pathOf('catalog', 'indicators.yaml'), indicatorsSchema, catalogInvalid)
    return this.#indicators
  }

  get notes(): YamlFile<Readonly<Record<NoteName, Text>>> {
    if (this.#shared !== undefined) return this.#shared.notes
    this.#notes ??= openYaml(this.pathOf('catalog', 'notes.yaml'), notesSchema, catalogInvalid)
    return this.#notes
  }

  /** The last day of a year, by the month in which years begin. */
  get yearEnds(): YamlFile<readonly Text[]> {
    if (this.#shared !== undefined) return this.#shared.yearEnds
    this.#yearEnds ??= openYaml(this.pathOf('catalog', 'year-ends.yaml'), yearEndsSchema, catalogInvalid)
    return this.#yearEnds
  }

  /** A nightly run asks no question and reads none of them. */
  get datasets(): readonly YamlFile<DatasetDeclaration>[] {
    const { files, faults } = this.readDatasets()
    requireNoFaults(faults)
    return files
  }

  /** The datasets that can be read, and what is wrong with the others. */
  readDatasets(): DatasetFiles {
    if (this.#datasets !== undefined) return this.#datasets
    const { files, faults } = this.#shared?.readDatasets() ?? { files: [], faults: [] }
    const unread: Fault[] = []
    const paths = namesIn(this.pathOf('catalog', 'datasets'), '.yaml').map((name) =>
      this.pathOf('catalog', 'datasets', name),
    )
    const own = paths.flatMap((path) => tryYaml(path, datasetSchema, catalogInvalid, unread) ?? [])
    this.#datasets = { files: [...files, ...own], faults: [...faults, ...unread] }
    return this.#datasets
  }

  /** The cubes for which there is a statement. */
  get statements(): readonly string[] {
    const own = namesIn(this.pathOf('cubes'), '.sql').map((name) => basename(name, '.sql'))
    return [...(this.#shared?.statements ?? []), ...own]
  }

  /** The statement that selects the rows of a cube, with its slots filled. */
  statementOf(cube: string, slots: Readonly<Record<string, string>>): string {
    const path = this.pathOf('cubes', `${cube}.sql`)
    if (this.#shared !== undefined && !existsSync(path)) return this.#shared.statementOf(cube, slots)
    return fillSlots(readFileSync(path, 'utf8'), slots, path)
  }

  /** The texts that say how is counted, beside those that ship with the program. */
  get ownTexts(): readonly string[] {
    if (this.#shared === undefined) return []
    const inside = [...namesIn(this.pathOf('cubes'), '.sql'), ...namesIn(this.pathOf('cubes'), '.yaml')]
    return inside.map((name) => readFileSync(this.pathOf('cubes', name), 'utf8'))
  }

  pathOf(...parts: readonly string[]): string {
    return join(this.#folder, ...parts)
  }
}

/** What ships with the program. */
export const shippedDeclarations = new Declarations(packagePath('warehouse'))

const own = new WeakMap<object, Declarations>()

/** What ships with the program, and what a jurisdiction adds in folders `catalog` and `cubes` of its own. */
export function declarationsOf(jurisdiction: Pick<Jurisdiction, 'folder'>): Declarations {
  const known = own.get(jurisdiction)
  if (known !== undefined) return known
  const { folder } = jurisdiction
  const adds = ['catalog', 'cubes'].some((part) => existsSync(join(folder, part)))
  const declarations = adds ? new Declarations(folder, shippedDeclarations) : shippedDeclarations
  own.set(jurisdiction, declarations)
  return declarations
}

function layered<T>(path: string, schema: z.ZodType<T>, shared: Layered<T> | undefined): Layered<T> {
  if (shared !== undefined && !existsSync(path)) return shared
  const file = openYaml(path, z.record(z.string(), schema), catalogInvalid)
  return { ...file, value: { ...shared?.value, ...file.value }, files: [...(shared?.files ?? []), file] }
}

function namesIn(folder: string, ending: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
}
