import { basename } from 'node:path'
import { z } from 'zod'
import { Refusal } from '#foundation'
import { readCsv } from './read-csv.ts'
import { foldedText } from './texts.ts'

/**
 * Which house code a sender's code means. The same article or sanction may mean something else under another code
 * regime, or when it is served in another way: those columns are empty where they make no difference.
 */
export interface CrosswalkRow {
  readonly source: string
  readonly regime: string
  readonly serving: string
  readonly code: string
  /** The longest deprivation of liberty that the law allows, in months. Breaks ties between principal sanctions. */
  readonly statutoryMaxMonths: number | null
}

export interface Crosswalk {
  readonly name: string
  readonly rows: readonly CrosswalkRow[]
}

const row = z
  .strictObject({
    source: z.string().min(1),
    regime: z.string().default(''),
    serving: z.string().default(''),
    code: z.string().min(1),
    statutory_max_months: z.coerce.number().positive().optional().or(z.literal('')),
    note: z.string().optional(),
    status: z.string().optional(),
  })
  .transform(
    ({ source, regime, serving, code, statutory_max_months }): CrosswalkRow => ({
      source,
      regime,
      serving,
      code,
      statutoryMaxMonths: typeof statutory_max_months === 'number' ? statutory_max_months : null,
    }),
  )

/** Reads one crosswalk. @throws {@link Refusal} `JURISDICTION_INVALID` also when two rows answer the same question */
export function readCrosswalk(path: string): Crosswalk {
  const rows = readCsv(path, row)
  const seen = new Set<string>()
  for (const { source, regime, serving } of rows) {
    const question = [source, regime, serving].map(foldedText).join('|')
    if (seen.has(question)) {
      throw new Refusal('JURISDICTION_INVALID', `two rows map ${question}; case makes no difference`, {
        file: path,
        column: 'source',
      })
    }
    seen.add(question)
  }
  return { name: basename(path, '.csv'), rows }
}
