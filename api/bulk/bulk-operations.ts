import type { Request, Response } from 'express'
import { z } from 'zod'
import { Refusal, runInWorker } from '#foundation'
import { type Dataset, datasetNamed, type PublishedCells, wrongParameter } from '#warehouse'
import { requestedPolicy } from '../access/requested-level.ts'
import type { encodeParquet } from '../formats/parquet.ts'
import type { Operation } from '../operations/operation.ts'
import { pathParameter } from '../operations/parameters.ts'
import { cacheControl, sendCached } from '../operations/send-cached.ts'
import type { Service } from '../service/service.ts'
import { datasetPackage } from './bulk-files.ts'
import type { cubeCsvGz } from './cube-csv.ts'

const types = {
  'csv.gz': 'application/gzip',
  parquet: 'application/vnd.apache.parquet',
  zip: 'application/zip',
} as const
type BulkFormat = keyof typeof types

const query = z.object({
  asOf: z.string().optional().meta({ description: 'as it was published on a day, or in a release' }),
  level: z.enum(['public']).optional().meta({ description: 'there is no bulk of what is not public' }),
})

/** Whole protected cubes as files. */
export const bulkOperations: readonly Operation<'public'>[] = [
  {
    id: 'listBulkFiles',
    path: '/v1/bulk',
    summary: 'Whole protected cubes as files',
    parameters: { query },
    types: ['application/json'],
    examples: ['/v1/bulk'],
    handle: sendList,
  },
  {
    id: 'readBulkFile',
    path: '/v1/bulk/{file}',
    summary: 'A cube as Parquet or CSV, or a dataset as a Data Package',
    parameters: { path: z.object({ file: pathParameter('as /v1/bulk names them', 'sentences.parquet') }), query },
    types: [types.parquet, types['csv.gz'], types.zip],
    examples: ['/v1/bulk/custody_stock.parquet', '/v1/bulk/supervision.zip', '/v1/bulk/sentences.csv.gz'],
    handle: sendBulk,
  },
]

function sendList(request: Request, response: Response, service: Service<'public'>): void {
  requestedPolicy(request.query['level'], ['public'])
  const asOf = asOfIn(request)
  const { edition } = service.pin('public', { asOf })
  const search = asOf === undefined ? '' : `?asOf=${asOf}`
  const cubes = Object.entries(edition.release?.cubes ?? {}).map(([name, { cells, method, rows }]) => ({
    name,
    cells,
    method,
    rows,
    files: ['parquet', 'csv.gz'].map((format) => `/v1/bulk/${name}.${format}${search}`),
  }))
  const datasets = [...service.catalog.datasets.keys()].map((name) => ({
    name,
    file: `/v1/bulk/${name}.zip${search}`,
  }))
  response.set('Cache-Control', cacheControl('public')).json({ release: edition.id, datasets, cubes })
}

async function sendBulk(request: Request, response: Response, service: Service<'public'>): Promise<void> {
  requestedPolicy(request.query['level'], ['public'])
  const { name, format } = fileAsked(String(request.params['file']))
  const version = service.pin('public', { asOf: asOfIn(request) })
  const cubes = cubesAsked(name, format, service)
  await sendCached(request, response, service, {
    level: 'public',
    kind: 'bulk',
    edition: version.edition.key,
    about: { bulk: name, format },
    type: types[format],
    file: `${name}_${version.edition.id}.${format}`,
    make: async (signal) => {
      const cells = await Promise.all(cubes.map((cube) => version.cube(cube, signal)))
      return await fileOf(name, format, cells, service, signal)
    },
  })
}

async function fileOf(
  name: string,
  format: BulkFormat,
  all: readonly PublishedCells[],
  { catalog }: Service<'public'>,
  signal: AbortSignal,
): Promise<Buffer> {
  const how = { signal, thread: 'long' } as const
  if (format === 'zip') return await datasetPackage(datasetNamed(name, catalog), all, catalog, signal)
  const [cells] = all
  if (cells === undefined) throw new Error(`no cells of ${name}`)
  const { columns, edition } = cells
  if (format === 'csv.gz')
    return Buffer.from(await runInWorker<typeof cubeCsvGz>('api/bulk/cube-csv.js', 'cubeCsvGz', columns, how))
  const metadata = {
    release: edition.id,
    publishedAt: edition.builtAt,
    synthetic: String(edition.synthetic),
    protection: catalog.notes.rounded.en,
  }
  const given = { columns, metadata }
  return Buffer.from(await runInWorker<typeof encodeParquet>('api/formats/parquet.js', 'encodeParquet', given, how))
}

/** A data package holds all cubes of a dataset; other files hold one. */
function cubesAsked(name: string, format: BulkFormat, { catalog }: Service<'public'>): readonly string[] {
  const cubesOf = (dataset: Dataset) => [...new Set([...dataset.measures.values()].map(({ cube }) => cube.name))]
  if (format === 'zip') return cubesOf(datasetNamed(name, catalog))
  if (catalog.cubes.has(name)) return [name]
  const dataset = catalog.datasets.get(name)
  const cubes = dataset === undefined ? [...catalog.cubes.keys()] : cubesOf(dataset)
  if (dataset !== undefined && cubes.length === 1) return cubes
  const message =
    dataset === undefined
      ? 'There is no such cube.'
      : `The dataset ${name} has several cubes: ask for one, or for the zip.`
  throw new Refusal('UNKNOWN_CUBE', message, { allowed: cubes.map((cube) => `${cube}.${format}`) })
}

function fileAsked(file: string): { readonly name: string; readonly format: BulkFormat } {
  const [, name, ending] = /^(\w+)\.(csv\.gz|parquet|zip)$/.exec(file) ?? []
  if (name !== undefined && ending !== undefined) return { name, format: ending as BulkFormat }
  throw new Refusal(
    'NOT_FOUND',
    'A bulk file is called {cube}.parquet, {cube}.csv.gz or {dataset}.zip: see /v1/bulk.',
    {
      allowed: Object.keys(types),
    },
  )
}

function asOfIn({ query }: Request): string | undefined {
  const asOf = query['asOf']
  if (asOf === undefined || (typeof asOf === 'string' && /^[\w.-]{1,20}$/.test(asOf))) return asOf
  throw wrongParameter('BAD_PARAMETER', 'asOf', { wanted: { is: 'day_or_release' } })
}
