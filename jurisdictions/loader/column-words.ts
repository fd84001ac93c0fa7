import { z } from 'zod'
import { packagePath, readYaml } from '#foundation'
import { jurisdictionInvalid } from './code.ts'
import { lengthUnits } from './contract-columns.ts'

/** Phrases with a comma between two of them, which long lists are easiest to read in. */
const words = z.string().transform((text) => text.split(',').map((phrase) => phrase.trim()))

const columnWordsSchema = z.strictObject({
  files: z.record(z.string(), words).describe('by register'),
  columns: z.record(z.string(), words),
  event_dates: words,
  regions: words,
  counts: words,
  census: words,
  personal: words,
  units: z.record(z.enum(lengthUnits), words),
  yes: words,
  no: words,
  missing: z.array(z.string().min(1)),
  institutions: words,
  values: z.record(z.string(), z.record(z.string(), words)),
  ranges: z.record(z.string(), z.tuple([z.number(), z.number()])),
})

/** Words by which columns and codes of a file of an unknown country are recognised. */
export type ColumnWords = z.output<typeof columnWordsSchema>

let read: ColumnWords | undefined

/** The words of `common/column-words.yaml`. @throws {@link Refusal} `JURISDICTION_INVALID` when that file has faults */
export function columnWords(): ColumnWords {
  read ??= readYaml(packagePath('jurisdictions', 'common', 'column-words.yaml'), columnWordsSchema, jurisdictionInvalid)
  return read
}

/** A name or a cell as words are compared: small letters without accents, one blank between two words. */
export function plainWords(text: string): string {
  const apart = text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFD')
    .toLowerCase()
  return (
    apart
      .replaceAll(/\p{M}/gu, '')
      .replaceAll('ß', 'ss')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ')
}
