import { Refusal, runInWorker } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Answer, Catalog } from '#warehouse'
import type { Format } from '../formats/media-types.ts'
import { encodeAnswer } from './encode.ts'
import type { encodeInThread } from './encode.worker.ts'

/** What takes milliseconds is done at once. */
const few = 2000
const slow: readonly Format[] = ['xlsx', 'parquet']

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
  if (answer.rows <= few && !slow.includes(format)) return await encodeAnswer(answer, catalog, format, language)
  const given = { answer, jurisdiction: catalog.jurisdiction.code, format, language }
  const how = { signal, thread: answer.rows > few ? 'long' : 'pictures' } as const
  const module = 'api/encode/encode.worker.js'
  const encoded = await runInWorker<typeof encodeInThread>(module, 'encodeInThread', given, how)
  if ('refused' in encoded) {
    const { code, message, place } = encoded.refused
    throw new Refusal(code, message, place)
  }
  return Buffer.from(encoded.bytes)
}
