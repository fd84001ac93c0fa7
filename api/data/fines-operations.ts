import type { NextFunction, Request, Response } from 'express'
import { z } from 'zod'
import { type AccessLevel, releaseKey } from '#warehouse'
import { fixedTablesCsv, fixedTablesWorkbook } from '../formats/fixed-table-files.ts'
import { mediaTypes } from '../formats/media-types.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import type { Operation } from '../operations/operation.ts'
import { languageQuery } from '../operations/parameters.ts'
import { cacheControl, sendCached } from '../operations/send-cached.ts'
import type { Service } from '../service/service.ts'

/** The printed tables of fines: they are public at each level. */
export function finesOperations<L extends AccessLevel>(): readonly Operation<L>[] {
  return [
    {
      id: 'readFines',
      path: '/v1/tables/fines',
      summary: 'The printed tables of fines by year; null is a sum that is not told',
      types: ['application/json'],
      examples: ['/v1/tables/fines'],
      handle: (_request, response, service) => {
        const release = service.served()
        response.set('Cache-Control', cacheControl('public')).json({
          release: release?.id ?? null,
          tables: release === undefined ? [] : service.fixedTables(release.id),
        })
      },
    },
    {
      id: 'readFinesFile',
      path: '/v1/tables/fines.{format}',
      summary: 'The same as a file: csv has a line for each sum, xlsx a sheet for each year',
      parameters: {
        path: z.object({ format: z.enum(['csv', 'xlsx']).meta({ description: 'csv or xlsx' }) }),
        query: languageQuery,
      },
      types: [mediaTypes.csv, mediaTypes.xlsx],
      examples: ['/v1/tables/fines.csv'],
      handle: sendFines,
    },
  ]
}

/** Sends the tables as a file, where there are such ones. */
async function sendFines<L extends AccessLevel>(
  request: Request,
  response: Response,
  service: Service<L>,
  next: NextFunction,
): Promise<void> {
  const { format } = request.params
  const [language, release] = [requestedLanguage(request), service.served()]
  if ((format !== 'csv' && format !== 'xlsx') || release === undefined) return next()
  await sendCached(request, response, service, {
    level: 'public',
    kind: format === 'xlsx' ? 'workbook' : 'table',
    edition: releaseKey(release),
    about: { fines: format, language },
    type: mediaTypes[format],
    file: `fines_${release.id}.${format}`,
    make: async () => {
      const tables = service.fixedTables(release.id)
      if (format === 'csv') return Buffer.from(fixedTablesCsv(tables, release))
      return Buffer.from(await fixedTablesWorkbook(tables, service.catalog, language, release))
    },
  })
}
