import { z } from 'zod'
import { packagePath } from '#foundation'
import { type Code, codeList, type Jurisdiction, type LawChange, languages, readYaml, type Text } from '#jurisdictions'
import { allows, type MeasureName, measureForms } from './measures.ts'
import { type Grain, grains } from './periods.ts'

const phrases = z.strictObject(
  Object.fromEntries(languages.map((language) => [language, z.string().min(1)])) as Record<keyof Text, z.ZodString>,
)

const datasetSchema = z.strictObject({
  name: z.string(),
  label: phrases,
  unit: phrases,
  rule: phrases,
  event_date: phrases,
  measures: z.record(
    z.enum(Object.keys(measureForms) as [MeasureName]),
    z.strictObject({ label: phrases, unit: z.enum(['persons', 'share', 'ratio', 'months']), definition: phrases }),
  ),
  dimensions: z.record(z.string(), phrases),
  notes: z.record(z.enum(['unprotected', 'synthetic', 'interval', 'incomplete', 'absent']), phrases),
})

type DatasetTexts = z.output<typeof datasetSchema>
export type NoteName = keyof DatasetTexts['notes']

export interface Dimension {
  readonly name: string
  readonly label: Text
  /** For a time dimension its grain, for another one its codes in the order in which people should see them. */
  readonly grain?: Grain
  readonly codes: readonly Code[]
}

export interface Measure {
  readonly name: MeasureName
  readonly label: Text
  readonly unit: 'persons' | 'share' | 'ratio' | 'months'
  readonly definition: Text
  /** The dimensions by which it may be asked and filtered. */
  readonly dimensions: readonly string[]
}

/** Everything that can be asked of a jurisdiction, and what it means. Identifiers in statements come from here only. */
export interface Catalog {
  readonly jurisdiction: {
    readonly code: string
    readonly name: Text
    readonly source: Text
    readonly baseYear: number
    readonly headlineYear: number | undefined
    readonly caveat: Text | undefined
  }
  readonly dataset: Pick<DatasetTexts, 'name' | 'label' | 'unit' | 'rule'> & { readonly eventDate: Text }
  readonly measures: ReadonlyMap<string, Measure>
  readonly dimensions: ReadonlyMap<string, Dimension>
  readonly finestGrain: Grain
  readonly lawChanges: readonly LawChange[]
  readonly notes: DatasetTexts['notes']
}

/** Which list the codes of a dimension come from. */
const lists: Readonly<Record<string, string>> = {
  region: 'regions',
  court: 'courts',
  offence_section: 'offence_sections',
  offence: 'offences',
  sex: 'sexes',
  age_band: 'age_bands',
  sanction_class: 'sanction_classes',
  sanction_category: 'sanction_categories',
  length_band: 'length_bands',
}

/** Builds the catalog of a jurisdiction. Periods finer than its dates allow are not in it. */
export function buildCatalog(jurisdiction: Jurisdiction): Catalog {
  const { profile, lawChanges } = jurisdiction
  const { measures, dimensions, notes, event_date, ...dataset } = readYaml(
    packagePath('warehouse', 'catalog', 'sentences.yaml'),
    datasetSchema,
  )
  const finest = grains.indexOf(profile.finest_period)
  const known = Object.entries(dimensions)
    .map(([name, label]) => dimension(name, label, jurisdiction))
    .filter(({ grain }) => grain === undefined || grains.indexOf(grain) <= finest)
  const names = known.map(({ name }) => name)
  return {
    jurisdiction: {
      code: profile.code,
      name: profile.name,
      source: profile.source,
      baseYear: profile.base_year,
      headlineYear: profile.headline_year,
      caveat: profile.caveat,
    },
    dataset: { ...dataset, eventDate: event_date },
    measures: new Map(
      Object.entries(measures).map(([key, texts]) => {
        const name = key as MeasureName
        return [name, { name, ...texts, dimensions: names.filter((other) => allows(name, other)) }]
      }),
    ),
    dimensions: new Map(known.map((entry) => [entry.name, entry])),
    finestGrain: profile.finest_period,
    lawChanges,
    notes,
  }
}

function dimension(name: string, label: Text, jurisdiction: Jurisdiction): Dimension {
  const grain = grains.find((known) => known === name)
  if (grain !== undefined) return { name, label, grain, codes: [] }
  const list = lists[name]
  if (list === undefined) throw new Error(`the dimension ${name} has no code list`)
  return { name, label, codes: codeList(jurisdiction, list).codes }
}
