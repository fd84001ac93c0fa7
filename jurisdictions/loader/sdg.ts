import { z } from 'zod'
import { formerly } from '#foundation'

/** In whose structure official SDG indicators are handed over, and what our codes are called there. */
export const sdgSchema = z.strictObject({
  agency: z.string().describe('the agency that maintains the structure'),
  dataflow: z.string().describe('the SDMX dataflow'),
  structure: z.string().describe('the SDMX data structure definition'),
  version: z.string().describe('the version of that structure'),
  area: z.string().describe('the code of the country in the list of areas'),
  dimensions: z
    .record(
      z.string(),
      z.strictObject({
        sdmx_dimension: formerly('as', z.string().describe('the dimension of the structure')),
        csv_column: formerly('csv', z.string().describe('the column of the national open platform')),
        codes: z.record(z.string(), z.string()).describe('our codes and what they are called there'),
      }),
    )
    .describe('our dimensions and how they are called there'),
})

/** How the official SDG indicators of a jurisdiction are coded where they are handed over. */
export type Sdg = z.output<typeof sdgSchema>
