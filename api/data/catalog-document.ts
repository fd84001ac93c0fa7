import { packageVersion } from '#foundation'
import type { Language } from '#jurisdictions'
import { type Catalog, coverageOf, type Dataset, type Dimension, type Edition } from '#warehouse'
import { describeMethods } from '../statistics/methods.ts'

/** The catalog in one language: what can be asked, what it means, and what it is made from. */
export function catalogDocument(catalog: Catalog, edition: Edition, language: Language, only?: Dataset) {
  const { jurisdiction, datasets, unavailable } = catalog
  return {
    version: packageVersion,
    jurisdiction: { code: jurisdiction.code, name: jurisdiction.name[language] },
    release: edition.kind === 'release' ? edition.id : null,
    generation: edition.kind === 'generation' ? edition.id : null,
    asOf: edition.builtAt,
    synthetic: edition.synthetic,
    datasets: servedDatasets(only === undefined ? [...datasets.values()] : [only], edition).map((dataset) =>
      datasetDocument(dataset, catalog, edition, language),
    ),
    notAvailable: unavailable.map((one) => unavailableDocument(one, language)),
    methods: describeMethods(language),
  }
}

/** A dataset of which a release holds no cube does not exist publicly. */
export function servedDatasets(datasets: readonly Dataset[], { release }: Edition): readonly Dataset[] {
  if (release === undefined) return datasets
  return datasets.filter(({ measures }) =>
    [...measures.values()].some(({ cube }) => Object.hasOwn(release.cubes, cube.name)),
  )
}

/** The dimensions by which any figure of a dataset can be asked: publicly, those of the cubes as a release holds them. */
export function servedDimensions(dataset: Dataset, edition: Edition): readonly Dimension[] {
  const isServed = (name: string) =>
    [...dataset.measures.values()].some(
      ({ cube, dimensions }) => dimensions.includes(name) && isPublished(cube.name, name, edition),
    )
  return [...dataset.dimensions.values()].filter(({ name }) => isServed(name))
}

function isPublished(cube: string, dimension: string, { release }: Edition): boolean {
  return release === undefined || (release.cubes[cube]?.dimensions.includes(dimension) ?? false)
}

function unavailableDocument({ dataset, measure, label, missing }: Catalog['unavailable'][number], language: Language) {
  const needs = missing.map(({ register, column }) => `${register}.${column}`)
  return { dataset, measure, label: label[language], needs }
}

/** Registers that no day has in common cover nothing together. */
function coveredDays(cube: Parameters<typeof coverageOf>[0], { coverages }: Edition) {
  const covered = coverageOf(cube, coverages)
  return covered !== null && covered.from <= covered.to ? covered : null
}

function datasetDocument(dataset: Dataset, catalog: Catalog, edition: Edition, language: Language) {
  return {
    name: dataset.name,
    label: dataset.label[language],
    unit: dataset.unit[language],
    rule: dataset.rule[language],
    eventDate: dataset.eventDate[language],
    source: dataset.source[language],
    measures: [...dataset.measures.values()].map(({ name, label, unit, definition, dimensions, cube }) => ({
      name,
      label: label[language],
      unit,
      kind: cube.kind,
      establishment: cube.establishment,
      definition: definition[language],
      coverage: coveredDays(cube, edition),
      dimensions: dimensions.filter((dimension) => isPublished(cube.name, dimension, edition)),
    })),
    dimensions: servedDimensions(dataset, edition).map((dimension) => dimensionDocument(dimension, dataset, language)),
    breaks: catalog.lawChanges.map(({ code, on, kind, breaks_series, title, status }) => ({
      code,
      on,
      kind,
      breaksSeries: breaks_series,
      title: title[language],
      status,
    })),
  }
}

function dimensionDocument({ name, label, grain, codes, above }: Dimension, dataset: Dataset, language: Language) {
  return {
    name,
    label: label[language],
    kind: grain === undefined ? 'code' : 'time',
    ...(above === undefined ? {} : { within: above }),
    ...(dataset.switches[name] === undefined ? {} : { usually: dataset.switches[name] }),
    ...(dataset.oneOf.includes(name) ? { neverAddedUp: true } : {}),
    codes: codes.map((code) => ({
      code: code.code,
      label: code.label[language],
      ...(code.parent === undefined ? {} : { parent: code.parent }),
      ...(code.sample ? { status: 'sample, to be confirmed' } : {}),
    })),
  }
}
