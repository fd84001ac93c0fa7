import { z } from 'zod'
import { languages } from '#jurisdictions'
import { type Catalog, levels, parametersSchema } from '#warehouse'
import { formats, mediaTypes } from '../formats/encode.ts'
import { methods } from '../statistics/methods.ts'
import type { Operation, Parameter } from './operation.ts'
import { sdmxOperations } from './sdmx-operations.ts'

/** Where the schema of the JSON answer stands in the document. */
export const answerReference = { $ref: '#/components/schemas/Answer' }

const text = { type: 'string' }
const language: Parameter = {
  name: 'lang',
  in: 'query',
  description: 'language of labels and notes; or by Accept-Language, without both English',
  schema: { enum: languages },
}

/** Every route of the public server that answers data, with addresses that can be tried. */
export function operations(catalog: Catalog): readonly Operation[] {
  const datasets = [...catalog.datasets.keys()]
  const dataset: Parameter = {
    name: 'dataset',
    in: 'path',
    description: 'as the catalog names them',
    required: true,
    schema: { enum: datasets },
    example: 'sentences',
  }
  const json = ['application/json']
  return [
    {
      path: '/v1/catalog',
      summary: 'What can be asked',
      parameters: [language],
      types: json,
      examples: ['/v1/catalog?lang=ru'],
    },
    {
      path: '/v1/catalog/{dataset}',
      summary: 'One dataset: measures, dimensions, codes, breaks',
      parameters: [dataset, language],
      types: json,
      examples: ['/v1/catalog/sentences'],
    },
    {
      path: '/v1/data/{dataset}',
      summary: 'Ask a question',
      description:
        'Every dimension of the dataset is a filter too, such as region=KG-GB,KG-C. Columns of a measure: the value; _lower and _upper with an interval; _n, of how many; _before and _change with a comparison.',
      parameters: [dataset, ...dataParameters(), language],
      types: formats.map((format) => mediaTypes[format]),
      schema: answerReference,
      examples: [
        '/v1/data/sentences?measure=persons&by=year,sanction_class&base=2020&interval=95',
        '/v1/data/custody_stock?measure=unsentenced_share&by=year,sex&format=jsonstat',
        '/v1/data/handoff?measure=registered_share&by=region&from=2024&to=2024&format=csv',
      ],
    },
    {
      path: '/v1/indicators',
      summary: 'Indicators of the goals 5, 10 and 16 with their sheets',
      parameters: [language],
      types: json,
      examples: ['/v1/indicators?lang=ky'],
    },
    {
      path: '/v1/indicators/coverage',
      summary: 'Which disaggregations are expected, and which there are',
      parameters: [language],
      types: json,
      examples: ['/v1/indicators/coverage'],
    },
    {
      path: '/v1/indicators/hand-over.csv',
      summary: 'Official indicators in the layout of the national open platform',
      types: ['text/csv'],
      examples: ['/v1/indicators/hand-over.csv'],
    },
    {
      path: '/v1/indicators/{code}',
      summary: 'One indicator with its series',
      parameters: [
        { name: 'code', in: 'path', description: 'such as 16.3.2', required: true, schema: text, example: '16.3.2' },
        language,
      ],
      types: json,
      examples: ['/v1/indicators/16.3.2'],
    },
    {
      path: '/v1/bulk',
      summary: 'Whole protected cubes as files',
      types: json,
      examples: ['/v1/bulk'],
    },
    {
      path: '/v1/bulk/{file}',
      summary: 'A cube as Parquet or CSV, or a dataset as a Data Package',
      parameters: [
        {
          name: 'file',
          in: 'path',
          description: 'as /v1/bulk names them',
          required: true,
          schema: text,
          example: 'sentences.parquet',
        },
      ],
      types: ['application/vnd.apache.parquet', 'application/gzip', 'application/zip'],
      examples: ['/v1/bulk/custody_stock.parquet', '/v1/bulk/supervision.zip', '/v1/bulk/sentences.csv.gz'],
    },
    {
      path: '/v1/releases.atom',
      summary: 'Releases and revisions as a feed',
      types: ['application/atom+xml'],
      examples: ['/v1/releases.atom'],
    },
    {
      path: '/v1/catalogue.jsonld',
      summary: 'The datasets as a DCAT-AP catalogue, for data portals',
      types: ['application/ld+json'],
      examples: ['/v1/catalogue.jsonld'],
    },
    {
      path: '/llms.txt',
      summary: 'A plain overview for programs',
      types: ['text/plain'],
      examples: ['/llms.txt'],
    },
    {
      path: '/v1/packs',
      summary: 'Quarters, languages and formats of the committee’s pack',
      types: json,
      examples: ['/v1/packs'],
    },
    {
      path: '/v1/signing-key',
      summary: 'The public key with which exported files are signed',
      types: json,
      examples: ['/v1/signing-key'],
    },
    {
      path: '/v1/statistics',
      summary: 'Methods that say what a change is worth',
      parameters: [language],
      types: json,
      examples: ['/v1/statistics?lang=ru'],
    },
    {
      path: '/v1/statistics/{method}',
      summary: 'A method over a table that the grammar gives',
      description: 'With the parameters of a question, and dataset. The list of methods says what question each needs.',
      parameters: [
        {
          name: 'method',
          in: 'path',
          description: 'as listed',
          required: true,
          schema: { enum: methods.map(({ name }) => name) },
          example: 'trend',
        },
        {
          name: 'dataset',
          in: 'query',
          description: 'as the catalog names them',
          required: true,
          schema: { enum: datasets },
        },
        ...methods.flatMap(({ options }) => (options === undefined ? [] : parametersOf(options))),
        ...dataParameters().filter(({ name }) => name !== 'format'),
        language,
      ],
      types: json,
      examples: [
        '/v1/statistics/growth?dataset=sentences&measure=persons&by=year&since=2020&until=2024',
        '/v1/statistics/trend?dataset=sentences&measure=persons&by=quarter,sanction_class',
        '/v1/statistics/interrupted?dataset=sentences&measure=persons&by=month&from=2018&to=2024&event=codes-2021&per=population',
        '/v1/statistics/funnel?dataset=sentences&measure=custodial_share&by=region&from=2024&to=2024',
        '/v1/statistics/standardise?dataset=sentences&measure=custodial_share&by=region,offence_section&from=2024&to=2024',
        '/v1/statistics/substitution?dataset=sentences&measure=persons&by=year,sanction_class&from=2020&to=2024&grown=CSM',
        '/v1/statistics/disparity?dataset=sentences&measure=custodial_share&by=sex,offence_section&from=2024&to=2024',
        '/v1/statistics/risk-tool?dataset=followup&measure=ended_by_level&by=level,outcome',
        '/v1/statistics/projection?dataset=custody_stock&measure=held&by=quarter&divert=0.3&upTo=12',
        '/v1/statistics/decomposition?dataset=sentences&measure=custodial_share&by=year,offence_section,sex&from=2020&to=2023',
      ],
    },
    {
      path: '/v1/releases',
      summary: 'All releases, with every promise measured',
      types: json,
      examples: ['/v1/releases'],
    },
    {
      path: '/v1/intervals',
      summary:
        'What intervals of the served release allow for, by cube and table: the error of protection in persons, and how often intervals of 95 per cent hold then',
      types: json,
      examples: ['/v1/intervals'],
    },
    {
      path: '/v1/tables/fines',
      summary: 'The printed tables of fines by year; null is a sum that is not told',
      types: json,
      examples: ['/v1/tables/fines'],
    },
    {
      path: '/v1/tables/fines.{format}',
      summary: 'The same as a file: csv has a line for each sum, xlsx a sheet for each year',
      parameters: [
        { name: 'format', in: 'path', required: true, description: 'csv or xlsx', schema: { enum: ['csv', 'xlsx'] } },
      ],
      types: [mediaTypes.csv, mediaTypes.xlsx],
      examples: ['/v1/tables/fines.csv'],
    },
    ...sdmxOperations(catalog),
    {
      path: '/v1/charts/{file}',
      summary: 'A chart of a page as a picture, or its figures as data',
      description:
        'growth, share, mix and regions of the overview, and of each other page its panels, such as probation-entries, as .svg, .png, .pdf, .pptx or .json, with the parameters of the page. Title, unit, source and notices are part of the picture. The JSON has the model of the figures (values, intervals, unfinished periods, colours), from which all other formats are made, and the Vega-Lite specification with its rows. /embed/ and the name shows a panel in a frame.',
      parameters: [
        {
          name: 'file',
          in: 'path',
          description: 'such as growth.svg',
          required: true,
          schema: text,
          example: 'growth.svg',
        },
        language,
      ],
      types: ['image/svg+xml', 'image/png', ...json],
      examples: [
        '/v1/charts/growth.svg?lang=ky&period=quarter',
        '/v1/charts/probation-entries.svg?lang=ru&region=KG-C',
        '/v1/charts/prison-held.json',
      ],
    },
    { path: '/health/live', summary: 'Whether the server runs', types: json, examples: ['/health/live'] },
    { path: '/health/ready', summary: 'Whether it has a release to serve', types: json, examples: ['/health/ready'] },
  ]
}

function parametersOf(schema: z.ZodObject): readonly Parameter[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(properties).map(([name, property]): Parameter => {
    const { description = '', ...rest } = property as { readonly description?: string }
    return { name, in: 'query', description, required: required.includes(name), schema: rest }
  })
}

function dataParameters(): readonly Parameter[] {
  return [
    ...parametersOf(parametersSchema),
    { name: 'level', in: 'query', description: 'levels other than public need a token', schema: { enum: levels } },
    { name: 'format', in: 'query', description: 'or by Accept', schema: { enum: formats } },
    {
      name: 'Taraza-Purpose',
      in: 'header',
      description: 'why exact figures are needed; for the level officer',
      schema: text,
    },
  ]
}
