import { sha256 } from '#foundation'
import type { Language, Text } from '#jurisdictions'
import { type Answer, type Catalog, type Dataset, datasetNamed } from '#warehouse'
import {
  agency,
  type Component,
  dataflowId,
  dimensionsOf,
  measureComponent,
  messageAttributesFor,
  named,
  observationAttributes,
  timePeriod,
  urn,
} from './components.ts'
import { messageAttributesOf, type Observation, observationsOf } from './observations.ts'

/**
 * Answers about one dataset as an SDMX-JSON 2.1.0 data message, flat: every observation stands under the places of its
 * codes. The answers come from one edition.
 *
 * @see https://github.com/sdmx-twg/sdmx-json, data message 2.1.0
 */
export function sdmxJson(answers: readonly Answer[], catalog: Catalog, language: Language) {
  const [first] = answers
  if (first === undefined) throw new Error('a message needs an answer')
  const dataset = datasetNamed(first.question.dataset, catalog)
  const messageAttributes = messageAttributesFor(catalog.jurisdiction)
  const observations = answers.flatMap((answer) => observationsOf(answer, catalog))
  const dimensions = [...dimensionsOf(dataset), timePeriod]
  const values = dimensions.map((component, index) =>
    valuesOf(component, observations, ({ key, period }) => key[index] ?? period),
  )
  const attributes = observationAttributes.map((component) =>
    valuesOf(component, observations, ({ attributes: found }) => found[component.id]),
  )
  const about = messageAttributesOf(first, catalog, language)
  const written = observations.map((observation): [string, unknown[]] => {
    const key = [...observation.key, observation.period]
    const at = key.map((code, index) => values[index]?.place.get(code))
    const said = observationAttributes.map(({ id }, index) => placeOf(attributes[index], observation.attributes[id]))
    return [at.join(':'), [observation.value, ...said]]
  })
  return {
    meta: metaOf(first, language, observations.length),
    data: {
      dataSets: [
        {
          structure: 0,
          action: 'Information',
          attributes: messageAttributes.map(({ id }) => about[id] ?? null),
          observations: Object.fromEntries(written),
        },
      ],
      structures: [structureOf(dataset, { values, attributes, dimensions, messageAttributes }, language)],
    },
  }
}

interface Values {
  readonly place: ReadonlyMap<string | number, number>
  readonly listed: readonly unknown[]
  readonly isCoded: boolean
}

/** What occurs of a component. Numbers are written where they stand, all else once in a list. */
function valuesOf(
  component: Component,
  observations: readonly Observation[],
  read: (observation: Observation) => string | number | undefined,
): Values {
  const found = new Set(observations.map(read).filter((value) => value !== undefined))
  const place = new Map([...found].map((value, index) => [value, index]))
  const isCoded = [...found].every((value) => typeof value === 'string')
  const name = (value: string | number): Text | undefined => component.codes?.find(({ id }) => id === value)?.name
  const listed = [...found].map((value) => {
    const known = name(value)
    return component.codes === undefined ? { value } : { id: value, name: known?.en ?? String(value), names: known }
  })
  return { place, listed, isCoded }
}

function placeOf(values: Values | undefined, value: string | number | undefined): number | null {
  if (value === undefined || values === undefined) return null
  return values.isCoded ? (values.place.get(value) ?? null) : Number(value)
}

interface Found {
  readonly values: readonly Values[]
  readonly attributes: readonly Values[]
  readonly dimensions: readonly Component[]
  readonly messageAttributes: readonly Component[]
}

function structureOf(
  dataset: Dataset,
  { values, attributes, dimensions, messageAttributes }: Found,
  language: Language,
) {
  return {
    name: dataset.label[language],
    links: [{ rel: 'dataflow', urn: urn('datastructure.Dataflow', dataflowId(dataset)) }],
    dataSets: [0],
    dimensions: {
      observation: dimensions.map(({ id, name }, keyPosition) => ({
        id,
        ...named(name, language),
        keyPosition,
        ...listIfAny(values[keyPosition]?.listed),
      })),
    },
    measures: { observation: [{ id: measureComponent.id, ...named(measureComponent.name, language) }] },
    attributes: {
      dataSet: messageAttributes.map(({ id, name }) => ({ id, ...named(name, language) })),
      observation: observationAttributes.map(({ id, name }, index) => ({
        id,
        ...named(name, language),
        ...(attributes[index]?.isCoded ? listIfAny(attributes[index]?.listed) : {}),
      })),
    },
  }
}

function listIfAny(values: readonly unknown[] = []) {
  return values.length === 0 ? {} : { values }
}

function metaOf({ edition, question }: Answer, language: Language, count: number) {
  const id = sha256(`${edition.id} ${JSON.stringify(question)} ${count}`).slice(0, 32)
  return {
    id,
    test: edition.synthetic,
    prepared: edition.builtAt,
    contentLanguages: [language],
    sender: { id: agency, name: 'Taraza' },
  }
}
