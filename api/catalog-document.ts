import type { Language } from '#jurisdictions'
import type { Catalog, GenerationManifest } from '#warehouse'

/** The catalog in one language: what can be asked, what it means, and what it is made from. */
export function catalogDocument(catalog: Catalog, facts: GenerationManifest, language: Language) {
  const { dataset, jurisdiction } = catalog
  return {
    jurisdiction: { code: jurisdiction.code, name: jurisdiction.name[language] },
    generation: facts.id,
    asOf: facts.builtAt,
    coverage: facts.coverage,
    synthetic: facts.synthetic,
    datasets: [
      {
        name: dataset.name,
        label: dataset.label[language],
        unit: dataset.unit[language],
        rule: dataset.rule[language],
        eventDate: dataset.eventDate[language],
        kind: 'flow',
        source: jurisdiction.source[language],
        measures: [...catalog.measures.values()].map(({ name, label, unit, definition, dimensions }) => ({
          name,
          label: label[language],
          unit,
          definition: definition[language],
          dimensions,
        })),
        dimensions: [...catalog.dimensions.values()].map(({ name, label, grain, codes }) => ({
          name,
          label: label[language],
          kind: grain === undefined ? 'code' : 'time',
          codes: codes.map((code) => ({
            code: code.code,
            label: code.label[language],
            ...(code.parent === undefined ? {} : { parent: code.parent }),
            ...(code.sample ? { status: 'sample, to be confirmed' } : {}),
          })),
        })),
        breaks: catalog.lawChanges.map(({ code, on, kind, breaks_series, title, status }) => ({
          code,
          on,
          kind,
          breaksSeries: breaks_series,
          title: title[language],
          status,
        })),
      },
    ],
  }
}
