import type { Catalog } from '#warehouse'
import { mediaTypes } from '../formats/encode.ts'
import type { Operation, Parameter } from './operation.ts'

/** The routes of SDMX REST. */
export function sdmxOperations(catalog: Catalog): readonly Operation[] {
  return [
    {
      path: '/sdmx/data/{context}/{agency}/{id}/{version}/{key}',
      summary: 'SDMX REST 2.x data',
      description:
        'A key has a code for each dimension, separated by dots; * stands for every code of a list except the total _T. A key that is only * asks for totals. c[DIM]=codes names codes of one dimension, c[TIME_PERIOD]=ge:2020+le:2023 the periods. Everything else of the standard answers 501 with the reason.',
      parameters: [
        sdmx('context', 'dataflow or datastructure', 'dataflow'),
        sdmx('agency', 'TARAZA, or the receiver of the hand-over', 'TARAZA'),
        sdmx('id', 'a dataset in capitals', 'SENTENCES'),
        sdmx('version', 'a version or *', '1.0'),
        sdmx('key', 'a key, several keys with commas, or *', '*'),
      ],
      types: [
        mediaTypes['sdmx-json'],
        mediaTypes['sdmx-csv'],
        'application/vnd.sdmx.structurespecificdata+xml; version=2.1',
      ],
      examples: [
        '/sdmx/data/dataflow/TARAZA/SENTENCES/1.0/*?c[MEASURE]=persons&c[REGION]=KG-GB,KG-C&startPeriod=2022',
        ...(catalog.indicators.some(({ type }) => type === 'official') && catalog.jurisdiction.code === 'kg'
          ? ['/sdmx/data/dataflow/KG_NSC/DF_SDG_KG/1.7/*']
          : []),
      ],
    },
    {
      path: '/sdmx/structure/{artefact}/{agency}/{id}/{version}',
      summary: 'SDMX structures: dataflow, datastructure, codelist, conceptscheme',
      parameters: [
        sdmx('artefact', 'what kind of structure, or *', 'datastructure'),
        sdmx('agency', 'TARAZA', 'TARAZA'),
        sdmx('id', 'its id, or *', 'DSD_SENTENCES'),
        sdmx('version', 'a version or *', '1.0'),
        {
          name: 'references',
          in: 'query',
          description: 'whether what it refers to comes with it',
          schema: { enum: ['none', 'children', 'descendants', 'all'] },
        },
      ],
      types: ['application/vnd.sdmx.structure+json; version=2.1.0'],
      examples: ['/sdmx/structure/dataflow/TARAZA/SENTENCES/1.0?references=all'],
    },
  ]
}

function sdmx(name: string, description: string, example: string): Parameter {
  return {
    name,
    in: 'path',
    description,
    required: true,
    schema: { type: 'string' },
    example,
  }
}
