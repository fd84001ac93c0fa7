import { z } from 'zod'
import { formerly } from '#foundation'

/** In whose structure official SDG indicators are handed over, and what our codes are called there. */
export const sdgSchema = z.strictObject({
  agency: z.string(),
  dataflow: z.string(),
  structure: z.string(),
  version: z.string(),
  area: z.string().describe('the code of the country in the list of areas'),
  dimensions: z.record(
    z.string(),
    z.strictObject({
      sdmx_dimension: formerly('as', z.string().describe('the dimension of the structure')),
      csv_column: formerly('csv', z.string().describe('the column of the national open platform')),
      codes: z.record(z.string(), z.string()),
    }),
  ),
})

/** How the official SDG indicators of a jurisdiction are coded where they are handed over. */
export type Sdg = z.output<typeof sdgSchema>
