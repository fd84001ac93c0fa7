import { z } from 'zod'
import { packagePath, readYaml } from '#foundation'
import { type Language, type Text, text } from '#jurisdictions'
import type { Calendar, Dataset, Dimension } from '#warehouse'

/** Who maintains the structures. They describe the platform's own datasets; hand-overs use the receiver's structures. */
export const agency = 'TARAZA'
export const version = '1.0'
/** The code of a dimension that was not asked for: everybody together. */
export const total = '_T'

const code = z.strictObject({ id: z.string(), name: text, parent: z.string().optional() })
const component = z.strictObject({
  id: z.string(),
  name: text,
  /** The coded values, for those that have a list. */
  codes: z.array(code).readonly().optional(),
})

export type Component = Readonly<z.infer<typeof component>>

const shared = readYaml(
  packagePath('api', 'sdmx', 'components.yaml'),
  z.strictObject({
    frequency: component,
    time_period: component,
    measure: component,
    observation_attributes: z.array(component),
    message_attributes: z.array(component),
    reporting_year: component,
  }),
  'CATALOG_INVALID',
)

/** Components of all structures: the time and the value, and what stands with each observation and each message. */
export const { time_period: timePeriod, measure: measureComponent } = shared
export const { observation_attributes: observationAttributes, reporting_year: reportingYear } = shared

/** What holds for a whole message; where years do not begin on 1 January also on which day they begin. */
export function messageAttributesFor({ yearStarts }: Calendar): readonly Component[] {
  return yearStarts === 1 ? shared.message_attributes : [...shared.message_attributes, reportingYear]
}

const totalCode = { id: total, name: { ky: 'Бардыгы', ru: 'Всего', en: 'Total' } }

/** FREQ, MEASURE and each dimension of a dataset that is not time, in the order of a key. */
export function dimensionsOf(dataset: Dataset): readonly Component[] {
  const measures = {
    id: 'MEASURE',
    name: { ky: 'Көрсөткүч', ru: 'Показатель', en: 'Measure' },
    codes: [...dataset.measures.values()].map(({ name, label }) => ({ id: name, name: label })),
  }
  const others = [...dataset.dimensions.values()]
    .filter(({ grain }) => grain === undefined)
    .map((dimension) => ({
      id: componentId(dimension.name),
      name: dimension.label,
      codes: [...codesWithParents(dimension), totalCode],
    }))
  return [shared.frequency, measures, ...others]
}

/** The codes of a dimension; parents that are codes of another list are left out. */
function codesWithParents({ codes }: Dimension): NonNullable<Component['codes']> {
  const known = new Set(codes.map(({ code }) => code))
  return codes.map(({ code, label, parent }) => ({
    id: code,
    name: label,
    ...(parent !== undefined && known.has(parent) ? { parent } : {}),
  }))
}

export function componentId(name: string): string {
  return name.toUpperCase()
}

export function dataflowId({ name }: Pick<Dataset, 'name'>): string {
  return name.toUpperCase()
}

export function structureId({ name }: Pick<Dataset, 'name'>): string {
  return `DSD_${name.toUpperCase()}`
}

export function urn(kind: string, id: string): string {
  return `urn:sdmx:org.sdmx.infomodel.${kind}=${agency}:${id}(${version})`
}

/** A name in one language, and in all. */
export function named(name: Text, language: Language): { readonly name: string; readonly names: Text } {
  return { name: name[language], names: { ky: name.ky, ru: name.ru, en: name.en } }
}
