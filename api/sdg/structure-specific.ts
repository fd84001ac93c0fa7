import type { Sdg } from '#jurisdictions'
import type { Edition } from '#warehouse'
import type { HandedOver } from './hand-over.ts'

/** The dimensions of the structure of the goals, in order; TIME_PERIOD stands with each observation. */
export const sdgDimensions = [
  'FREQ',
  'REPORTING_TYPE',
  'SERIES',
  'REF_AREA',
  'SEX',
  'AGE',
  'URBANISATION',
  'INCOME_WEALTH_QUANTILE',
  'EDUCATION_LEV',
  'OCCUPATION',
  'CUST_BREAKDOWN',
  'COMPOSITE_BREAKDOWN',
  'DISABILITY_STATUS',
  'ACTIVITY',
  'PRODUCT',
] as const

const namespaces = {
  'xmlns:mes': 'http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message',
  'xmlns:ss': 'http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific',
  'xmlns:com': 'http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
}

/**
 * The hand-over of official indicators as an SDMX-ML 2.1 structure-specific message.
 *
 * @param wants - whether a series is asked for, by its key
 */
export function structureSpecific(
  figures: readonly HandedOver[],
  sdg: Sdg,
  edition: Edition,
  wants: (key: readonly string[]) => boolean = () => true,
): string {
  const own = `urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=${sdg.agency}:${sdg.structure}(${sdg.version}):ObsLevelDim:TIME_PERIOD`
  const structureId = `${sdg.agency}_${sdg.structure}_${sdg.version.replaceAll('.', '_')}`
  const bySeries = new Map<string, HandedOver[]>()
  for (const figure of figures) {
    const key = seriesKey(figure, sdg).join('.')
    bySeries.set(key, [...(bySeries.get(key) ?? []), figure])
  }
  const series = [...bySeries.values()].filter(([first]) => first !== undefined && wants(seriesKey(first, sdg)))
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<mes:StructureSpecificData${attributes({ ...namespaces, 'xmlns:own': own })}>`,
    '<mes:Header>',
    `<mes:ID>${escaped(`TARAZA_${edition.id}`.replaceAll(/[^\w@$-]/g, '_'))}</mes:ID>`,
    `<mes:Test>${edition.synthetic}</mes:Test>`,
    `<mes:Prepared>${edition.builtAt}</mes:Prepared>`,
    '<mes:Sender id="TARAZA"/>',
    `<mes:Structure${attributes({ structureID: structureId, namespace: own, dimensionAtObservation: 'TIME_PERIOD' })}>`,
    `<com:Structure><Ref${attributes({ agencyID: sdg.agency, id: sdg.structure, version: sdg.version })}/></com:Structure>`,
    '</mes:Structure>',
    '<mes:DataSetAction>Replace</mes:DataSetAction>',
    '</mes:Header>',
    `<mes:DataSet${attributes({ 'ss:dataScope': 'DataStructure', 'xsi:type': 'own:DataSetType', 'ss:structureRef': structureId, 'ss:action': 'Replace' })}>`,
    ...series.flatMap((members) => seriesLines(members, sdg, edition)),
    '</mes:DataSet>',
    '</mes:StructureSpecificData>',
  ]
  return `${lines.join('\n')}\n`
}

/** The codes of a series in the order of {@link sdgDimensions}. */
export function seriesKey({ series, part }: HandedOver, { area }: Sdg): readonly string[] {
  const found: Readonly<Record<string, string>> = {
    FREQ: 'A',
    REPORTING_TYPE: 'N',
    SERIES: series,
    REF_AREA: area,
    ...(part === undefined ? {} : { [part.as]: part.code }),
  }
  return sdgDimensions.map((dimension) => found[dimension] ?? '_T')
}

function seriesLines(members: readonly HandedOver[], sdg: Sdg, { synthetic }: Edition): readonly string[] {
  const [first] = members
  if (first === undefined) return []
  const key = Object.fromEntries(seriesKey(first, sdg).map((code, index) => [sdgDimensions[index] ?? '', code]))
  const comment = (status: string) => {
    const said = [
      ...(status === 'B'
        ? ['The law or the register changed in this year: not fully comparable with years before.']
        : []),
      ...(synthetic ? ['Synthetic data. No figure describes a real person.'] : []),
    ]
    return said.length === 0 ? {} : { COMMENT_OBS: said.join(' ') }
  }
  return [
    `<Series${attributes({ ...key, UNIT_MEASURE: first.unit })}>`,
    ...members.map(({ year, detail, value, status }) => {
      const observed = value === null ? {} : { OBS_VALUE: String(value) }
      const said = { OBS_STATUS: status, UNIT_MULT: '0', NATURE: 'C', TIME_DETAIL: detail, ...comment(status) }
      return `<Obs${attributes({ TIME_PERIOD: year, ...observed, ...said })}/>`
    }),
    '</Series>',
  ]
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
