import { languages, type Text } from '#jurisdictions'
import { type Catalog, type Dataset, daysOf, type Edition, parsePeriod } from '#warehouse'
import { servedDatasets } from '../data/catalog-document.ts'

const context = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
}
const authority = 'http://publications.europa.eu/resource/authority'
/** The language names of the European authority table. */
const languageCodes = { ky: 'KIR', ru: 'RUS', en: 'ENG' } as const
/** Justice, legal system and public safety. */
const theme = { '@id': `${authority}/data-theme/JUST` }

interface Described {
  readonly catalog: Catalog
  /** The release that is served. */
  readonly edition: Edition
  readonly publicUrl: string
  /** Who publishes, by their own name. */
  readonly publisher: Text
}

/**
 * The published datasets as a catalogue that a national or European data portal can harvest.
 * @see DCAT-AP 3.0; JSON-LD 1.1
 */
export function dcatRecord(described: Described) {
  const { catalog, edition, publicUrl, publisher } = described
  return {
    '@context': context,
    '@id': `${publicUrl}/v1/catalogue.jsonld`,
    '@type': 'dcat:Catalog',
    'dct:title': inLanguages(catalog.jurisdiction.name),
    'dct:description': inLanguages(catalog.notes.rounded),
    'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': inLanguages(publisher) },
    'dct:language': languages.map((language) => ({ '@id': `${authority}/language/${languageCodes[language]}` })),
    'dct:modified': moment(edition.builtAt),
    'dcat:dataset': servedDatasets([...catalog.datasets.values()], edition).map((dataset) =>
      datasetRecord(dataset, described),
    ),
    'dcat:service': {
      '@id': `${publicUrl}/v1/catalog`,
      '@type': 'dcat:DataService',
      'dct:title': inLanguages(catalog.jurisdiction.name),
      'dcat:endpointURL': { '@id': `${publicUrl}/v1` },
      'dcat:endpointDescription': { '@id': `${publicUrl}/openapi.json` },
    },
  }
}

function datasetRecord(
  { name, label, unit, rule, source }: Dataset,
  { catalog, edition, publicUrl, publisher }: Described,
) {
  const limits = [unit, rule, source, ...(edition.synthetic ? [catalog.notes.synthetic] : [])]
  return {
    '@id': `${publicUrl}/v1/catalog/${name}`,
    '@type': 'dcat:Dataset',
    'dct:identifier': `${catalog.jurisdiction.code}.${name}`,
    'dct:title': inLanguages(label),
    'dct:description': languages.map((language) => ({
      '@language': language,
      '@value': limits.map((text) => text[language]).join(' '),
    })),
    'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': inLanguages(publisher) },
    'dcat:theme': theme,
    'dct:accrualPeriodicity': { '@id': `${authority}/frequency/QUARTERLY` },
    'dct:issued': moment(edition.builtAt),
    'dcat:version': edition.id,
    ...periodOf(edition, catalog),
    'dcat:landingPage': { '@id': `${publicUrl}/en/explore?dataset=${name}` },
    'dcat:distribution': [
      distribution(`${publicUrl}/v1/bulk/${name}.zip`, 'application/zip'),
      distribution(`${publicUrl}/v1/catalog/${name}`, 'application/json'),
    ],
  }
}

function periodOf({ release }: Edition, { jurisdiction: calendar }: Catalog) {
  if (release === undefined) return {}
  const { to } = daysOf(parsePeriod(release.through, 'through', calendar).range, calendar)
  const end = { '@value': to, '@type': 'xsd:date' }
  return { 'dct:temporal': { '@type': 'dct:PeriodOfTime', 'dcat:endDate': end } }
}

function distribution(url: string, mediaType: string) {
  return {
    '@type': 'dcat:Distribution',
    'dcat:accessURL': { '@id': url },
    'dcat:downloadURL': { '@id': url },
    'dcat:mediaType': { '@id': `http://www.iana.org/assignments/media-types/${mediaType}` },
  }
}

function inLanguages(text: Text) {
  return languages.map((language) => ({ '@language': language, '@value': text[language] }))
}

function moment(at: string) {
  return { '@value': at, '@type': 'xsd:dateTime' }
}
