import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { packagePath, readYaml } from '#foundation'
import { type Jurisdiction, languages, type Text } from '#jurisdictions'
import { type Cube, missingOf } from './cube.ts'
import type { Dimension } from './dimensions.ts'
import { type Count, countSchema, countsIn, type Form, measureSchema, type Unit } from './measures.ts'
import { phrases } from './phrases.ts'
import { type MissingColumn, missingColumns } from './presupposed.ts'

const datasetSchema = z.strictObject({
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

export interface Measure {
  readonly name: string
  readonly label: Text
  readonly unit: Unit
  readonly definition: Text
  readonly form: Form
  readonly cube: Cube
  /** The dimensions by which it may be asked and filtered. */
  readonly dimensions: readonly string[]
}

/** What can be asked together, in the words that readers see. */
export interface Dataset {
  readonly name: string
  readonly label: Text
  readonly unit: Text
  readonly rule: Text
  readonly eventDate: Text
  /** Whose registers the figures are counted from. */
  readonly source: Text
  readonly counts: Readonly<Record<string, Count>>
  readonly measures: ReadonlyMap<string, Measure>
  readonly dimensions: ReadonlyMap<string, Dimension>
  readonly switches: Readonly<Record<string, string>>
  readonly oneOf: readonly string[]
}

let read: readonly z.output<typeof datasetSchema>[] | undefined

/** Read with the first question: a nightly run asks none. */
function declared() {
  const folder = packagePath('warehouse', 'catalog', 'datasets')
  read ??= readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readYaml(join(folder, file), datasetSchema, 'CATALOG_INVALID'))
  return read
}

/** The datasets of a jurisdiction: measures whose cubes it has. The first one is `sentences`. */
export function datasetsOf(cubes: readonly Cube[], jurisdiction: Jurisdiction): readonly Dataset[] {
  const byName = new Map(cubes.map((cube) => [cube.name, cube]))
  const all = declared().flatMap((declaration): Dataset[] => {
    const { name, label, unit, rule, event_date, counts, switches, one_of } = declaration
    const measures = measuresOf(declaration, byName, jurisdiction)
    if (measures.length === 0) return []
    return [
      {
        name,
        label,
        unit,
        rule,
        eventDate: event_date,
        source: sourceOf(measures, jurisdiction),
        counts,
        measures: new Map(measures.map((measure) => [measure.name, measure])),
        dimensions: new Map(measures.flatMap(({ cube }) => [...cube.dimensions])),
        switches,
        oneOf: one_of,
      },
    ]
  })
  return all.sort((one, other) => Number(other.name === 'sentences') - Number(one.name === 'sentences'))
}

function measuresOf(
  { measures, counts }: z.output<typeof datasetSchema>,
  cubes: ReadonlyMap<string, Cube>,
  jurisdiction: Jurisdiction,
): readonly Measure[] {
  return Object.entries(measures).flatMap(([name, { not_by, needs, ...texts }]) => {
    const [cube, other] = [...new Set(countsIn(texts.form).map((count) => counts[count]?.cube))]
    if (cube === undefined || other !== undefined) throw new Error(`the measure ${name} needs the counts of one cube`)
    const found = cubes.get(cube)
    if (found === undefined || !hasDenominator(texts.form, cubes)) return []
    if (missingColumns({ needs }, jurisdiction).length > 0) return []
    const dimensions = [...found.dimensions.keys()].filter((dimension) => !not_by.includes(dimension))
    return [{ name, ...texts, cube: found, dimensions }]
  })
}

/** A measure that cannot be counted, and the columns that the contracts would have to deliver for it. */
export interface UnavailableMeasure {
  readonly dataset: string
  readonly measure: string
  readonly label: Text
  readonly missing: readonly MissingColumn[]
}

/** Measures whose registers a jurisdiction has, but not all columns that they presuppose. */
export function unavailableMeasures(jurisdiction: Jurisdiction): readonly UnavailableMeasure[] {
  return declared().flatMap(({ name: dataset, counts, measures }) =>
    Object.entries(measures).flatMap(([measure, { form, label, needs }]) => {
      const named = countsIn(form).flatMap((count) => counts[count]?.cube ?? [])
      const cubes = 'rate' in form ? [...named, denominatorOf(form).cube] : named
      const all = [
        ...[...new Set(cubes)].flatMap((cube) => missingOf(cube, jurisdiction)),
        ...missingColumns({ needs }, jurisdiction),
      ]
      const byName = new Map(all.map((missing) => [`${missing.register}.${missing.column}`, missing]))
      return all.length === 0 ? [] : [{ dataset, measure, label, missing: [...byName.values()] }]
    }),
  )
}

/** The owners of the registers, each once; for sentences the line that the jurisdiction gives. */
function sourceOf(measures: readonly Measure[], { contracts, profile }: Jurisdiction): Text {
  const registers = [...new Set(measures.flatMap(({ cube }) => cube.registers))]
  if (registers.join() === 'sentences') return profile.source
  const owners = registers.flatMap((register) => contracts.get(register)?.owner ?? [])
  const joined = languages.map((language) => [
    language,
    [...new Set(owners.map((owner) => owner[language]))].join('; '),
  ])
  return Object.fromEntries(joined) as Record<keyof Text, string>
}

function hasDenominator(form: Form, cubes: ReadonlyMap<string, Cube>): boolean {
  return !('rate' in form) || cubes.has(denominatorOf(form).cube)
}

/** The count of another dataset that a rate is over. */
export function denominatorOf({ of }: Extract<Form, { rate: string }>): Count {
  const [dataset, count = ''] = of.split('.')
  const found = declared().find(({ name }) => name === dataset)?.counts[count]
  if (found === undefined) throw new Error(`there is no count ${of}`)
  return found
}
