import { Refusal, runInWorker } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Answer, Catalog } from '#warehouse'
import type { Format } from '../formats/media-types.ts'
import { encodeAnswer } from './encode.ts'
import type { encodeInThread } from './encode.worker.ts'

/** What takes milliseconds is done at once. */
const few = 2000
const slow: readonly Format[] = ['xlsx', 'parquet']

/** The thread in which so many rows are written, never that of the charts of pages; `undefined` for that of the server. */
export function threadFor(rows: number, format: Format): 'long' | 'pictures' | undefined {
  if (rows > few) return 'long'
  return slow.includes(format) ? 'pictures' : undefined
}

/**
 * The bytes of an answer, as {@link encodeAnswer} writes them; large ones and slow formats in a thread beside this one.
 *
 * @throws {@link Refusal} `TOO_MANY_ROWS`, `DEADLINE` when the signal fires
 */
export async function encodeInWorker(
  answer: Answer,
  catalog: Catalog,
  format: Format,
  language: Language,
  signal: AbortSignal,
): Promise<Buffer> {
  const thread = threadFor(answer.rows, format)
  if (thread === undefined) return await encodeAnswer(answer, catalog, format, language)
  const given = { answer, jurisdiction: catalog.jurisdiction.folder, format, language }
  const module = 'api/encode/encode.worker.js'
  const encoded = await runInWorker<typeof encodeInThread>(module, 'encodeInThread', given, { signal, thread })
  if ('refused' in encoded) {
    const { code, message, place } = encoded.refused
    throw new Refusal(code, message, place)
  }
  return Buffer.from(encoded.bytes)
}
