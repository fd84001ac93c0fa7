import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Catalog, Dataset, Edition } from '#warehouse'
import {
  agency,
  type Component,
  dataflowId,
  dimensionsOf,
  measureComponent,
  messageAttributesFor,
  named,
  observationAttributes,
  reportingYear,
  structureId,
  timePeriod,
  urn,
  version,
} from './components.ts'

export const artefacts = ['dataflow', 'datastructure', 'codelist', 'conceptscheme'] as const
export type Artefact = (typeof artefacts)[number]

const conceptScheme = 'CS_TARAZA'

export interface StructureQuery {
  readonly artefact: Artefact | '*'
  readonly id: string
  /** Whether what the artefact refers to comes with it. */
  readonly withReferences: boolean
}

/**
 * Structures as an SDMX-JSON 2.1.0 structure message: dataflows, structures, code lists and concepts of the datasets.
 *
 * @throws {@link Refusal} `NOT_FOUND`
 */
export function structureMessage(
  datasets: readonly Dataset[],
  { artefact, id, withReferences }: StructureQuery,
  { catalog, edition, language }: { readonly catalog: Catalog; readonly edition: Edition; readonly language: Language },
) {
  const words = { language, messageAttributes: messageAttributesFor(catalog.jurisdiction) }
  const data = artefactsOf(datasets, { artefact, id, withReferences }, words)
  if (Object.keys(data).length === 0) {
    const message = `There is no ${artefact} "${id.slice(0, 60)}" of ${agency}. All are listed at /sdmx/structure/dataflow/${agency}/*.`
    throw new Refusal('NOT_FOUND', message, { parameter: 'id' })
  }
  return {
    meta: {
      id: `structure-${catalog.jurisdiction.code}`,
      test: edition.synthetic,
      prepared: edition.builtAt,
      contentLanguages: [language],
      sender: { id: agency, name: 'Taraza' },
    },
    data,
  }
}

/** In which language, and what messages say besides their figures. */
interface Words {
  readonly language: Language
  readonly messageAttributes: readonly Component[]
}

/** The artefacts that are asked for, by their kind; kinds of which there is none are left out. */
function artefactsOf(datasets: readonly Dataset[], { artefact, id, withReferences }: StructureQuery, words: Words) {
  const { language } = words
  const ids = id === '*' ? undefined : id.split(',')
  const has = (known: string) => ids === undefined || ids.includes(known)
  const wants = (kind: Artefact) => artefact === '*' || artefact === kind
  const flows = datasets.filter((dataset) => wants('dataflow') && has(dataflowId(dataset)))
  const structures = datasets.filter(
    (dataset) => (wants('datastructure') && has(structureId(dataset))) || (withReferences && flows.includes(dataset)),
  )
  const lists = datasets.flatMap((dataset) => {
    const isReferred = withReferences && structures.includes(dataset)
    return codedComponents(dataset)
      .filter((component) => isReferred || (wants('codelist') && has(codeListId(dataset, component))))
      .map((component) => codeList(dataset, component, language))
  })
  const wantsConcepts = (wants('conceptscheme') && has(conceptScheme)) || (withReferences && structures.length > 0)
  return {
    ...some(
      'dataflows',
      flows.map((dataset) => dataflow(dataset, language)),
    ),
    ...some(
      'dataStructures',
      structures.map((dataset) => dataStructure(dataset, words)),
    ),
    ...some('codelists', lists),
    ...(wantsConcepts ? { conceptSchemes: [concepts(datasets, words)] } : {}),
  }
}

function some<T>(name: string, items: readonly T[]) {
  return items.length === 0 ? {} : { [name]: items }
}

function maintainable(id: string, name: Component['name'], language: Language) {
  return { id, ...named(name, language), version, agencyID: agency }
}

function dataflow(dataset: Dataset, language: Language) {
  return {
    ...maintainable(dataflowId(dataset), dataset.label, language),
    structure: urn('datastructure.DataStructure', structureId(dataset)),
  }
}

function dataStructure(dataset: Dataset, { language, messageAttributes }: Words) {
  const dimensions = dimensionsOf(dataset)
  return {
    ...maintainable(structureId(dataset), dataset.label, language),
    dataStructureComponents: {
      dimensionList: {
        id: 'DimensionDescriptor',
        dimensions: dimensions.map((component, position) => ({
          ...identity(component),
          position,
          localRepresentation: { enumeration: urn('codelist.Codelist', codeListId(dataset, component)) },
        })),
        timeDimension: {
          ...identity(timePeriod),
          localRepresentation: { format: { dataType: 'ObservationalTimePeriod' } },
        },
      },
      measureList: {
        id: 'MeasureDescriptor',
        measures: [{ ...identity(measureComponent), localRepresentation: { format: { dataType: 'Double' } } }],
      },
      attributeList: {
        id: 'AttributeDescriptor',
        attributes: [
          ...observationAttributes.map((component) => ({
            ...identity(component),
            attributeRelationship: { observation: {} },
            localRepresentation: representation(dataset, component),
          })),
          ...messageAttributes.map((component) => ({
            ...identity(component),
            attributeRelationship: { dataflow: {} },
            localRepresentation: representation(dataset, component),
          })),
        ],
      },
    },
  }
}

function representation(dataset: Dataset, component: Component) {
  if (component.id === reportingYear.id) return { format: { dataType: 'MonthDay' } }
  if (component.codes !== undefined) return { enumeration: urn('codelist.Codelist', codeListId(dataset, component)) }
  return { format: { dataType: numeric.includes(component.id) ? 'Double' : 'String' } }
}

const numeric = ['LOWER_BOUND', 'UPPER_BOUND', 'BASE_N']

function identity({ id }: Component) {
  return { id, conceptIdentity: `${urn('conceptscheme.Concept', conceptScheme)}.${id}` }
}

function codedComponents(dataset: Dataset): readonly Component[] {
  return [...dimensionsOf(dataset), ...observationAttributes].filter(({ codes }) => codes !== undefined)
}

/** The same name may mean other codes in another dataset, such as the kinds of supervision and of services. */
function codeListId(dataset: Dataset, { id }: Component): string {
  return `CL_${dataflowId(dataset)}_${id}`
}

function codeList(dataset: Dataset, component: Component, language: Language) {
  return {
    ...maintainable(codeListId(dataset, component), component.name, language),
    codes: (component.codes ?? []).map(({ id, name, parent }) => ({
      id,
      ...named(name, language),
      ...(parent === undefined ? {} : { parent }),
    })),
  }
}

function concepts(datasets: readonly Dataset[], { language, messageAttributes }: Words) {
  const all = [
    ...datasets.flatMap(dimensionsOf),
    timePeriod,
    measureComponent,
    ...observationAttributes,
    ...messageAttributes,
  ]
  const byId = new Map(all.map((component) => [component.id, component]))
  const name = { ky: 'Тараза түшүнүктөрү', ru: 'Понятия Taraza', en: 'Concepts of Taraza' }
  return {
    ...maintainable(conceptScheme, name, language),
    concepts: [...byId.values()].map(({ id, name: words }) => ({ id, ...named(words, language) })),
  }
}
