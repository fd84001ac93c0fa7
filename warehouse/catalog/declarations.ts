import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Fault, openYaml, packagePath, requireNoFaults, tryYaml, type YamlFile } from '#foundation'
import type { Text } from '#jurisdictions'
import { registerNames } from '#jurisdictions'
import { type Indicator, indicatorsSchema } from './indicator.ts'
import { countSchema, measureSchema } from './measures.ts'
import { type NoteName, notesSchema } from './note.ts'
import { phrases } from './phrases.ts'
import { finerSchema, needsSchema } from './presupposed.ts'

/** The code of what is wrong in a file of the catalog. */
export const catalogInvalid = 'CATALOG_INVALID'

const dimensionSchema = z.strictObject({
  label: phrases,
  list: z.string().optional().describe('the list of its codes; periods have none'),
  in: z.string().optional().describe('the dimension above'),
  as: z.string().optional().describe('the name by which readers know it'),
})

const cubeSchema = z.strictObject({
  kind: z.enum(['flow', 'stock']),
  registers: z.array(z.enum(registerNames)).min(1),
  rows: z.array(z.string()).min(1),
  establishment: z.boolean().default(false),
  rollups: z.array(z.array(z.string())).default([]),
  needs: needsSchema,
  finer: finerSchema,
})

export const datasetSchema = z.strictObject({
  name: z.string(),
  label: phrases,
  unit: phrases,
  rule: phrases,
  event_date: phrases,
  counts: z.record(z.string(), countSchema),
  measures: z.record(z.string(), measureSchema),
  switches: z
    .record(z.string(), z.string())
    .default({})
    .describe('dimensions that stand on a code unless asked for; at most one of them is turned in one question'),
  one_of: z.array(z.string()).default([]).describe('dimensions over which nothing can be added up'),
})

export type DimensionDeclaration = z.output<typeof dimensionSchema>
export type CubeDeclaration = z.output<typeof cubeSchema>
export type DatasetDeclaration = z.output<typeof datasetSchema>

/** Files by the name of what they declare. */
type Named<T> = YamlFile<Readonly<Record<string, T>>>

interface DatasetFiles {
  readonly files: readonly YamlFile<DatasetDeclaration>[]
  readonly faults: readonly Fault[]
}

/** What is declared of cubes, dimensions, datasets, indicators and notes. Each file is read when it is first needed. */
export class Declarations {
  readonly #folder: string
  #dimensions?: Named<DimensionDeclaration>
  #cubes?: Named<CubeDeclaration>
  #datasets?: DatasetFiles
  #indicators?: YamlFile<readonly Indicator[]>
  #notes?: YamlFile<Readonly<Record<NoteName, Text>>>

  /** @param folder - with `catalog` and `cubes` inside */
  constructor(folder: string) {
    this.#folder = folder
  }

  get dimensions(): Named<DimensionDeclaration> {
    const path = this.pathOf('catalog', 'dimensions.yaml')
    this.#dimensions ??= openYaml(path, z.record(z.string(), dimensionSchema), catalogInvalid)
    return this.#dimensions
  }

  get cubes(): Named<CubeDeclaration> {
    this.#cubes ??= openYaml(this.pathOf('cubes', 'cubes.yaml'), z.record(z.string(), cubeSchema), catalogInvalid)
    return this.#cubes
  }

  get indicators(): YamlFile<readonly Indicator[]> {
    this.#indicators ??= openYaml(this.pathOf('catalog', 'indicators.yaml'), indicatorsSchema, catalogInvalid)
    return this.#indicators
  }

  get notes(): YamlFile<Readonly<Record<NoteName, Text>>> {
    this.#notes ??= openYaml(this.pathOf('catalog', 'notes.yaml'), notesSchema, catalogInvalid)
    return this.#notes
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
    const names = readdirSync(this.pathOf('catalog', 'datasets')).filter((file) => file.endsWith('.yaml'))
    const faults: Fault[] = []
    const paths = names.sort().map((file) => this.pathOf('catalog', 'datasets', file))
    const files = paths.flatMap((path) => tryYaml(path, datasetSchema, catalogInvalid, faults) ?? [])
    this.#datasets = { files, faults }
    return this.#datasets
  }

  pathOf(...parts: readonly string[]): string {
    return join(this.#folder, ...parts)
  }
}

/** What ships with the program. */
export const shippedDeclarations = new Declarations(packagePath('warehouse'))
