import { LRUCache } from 'lru-cache'
import { canonicalJson } from '#foundation'
import type { Answer, Question } from '#warehouse'
import { Flights } from './flights.ts'

/** Cells of all results that are stored, some ten megabytes. */
const maxCells = 1_000_000
/** What a result takes beside its cells, counted in cells. */
const cellsBeside = 500

/**
 * Public results by version and question. A published version never changes, so a result is right for ever. The charts of a page, its
 * other languages and its exports ask the same questions; each is computed once.
 */
export class ResultCache {
  readonly #results = new LRUCache<string, Answer>({
    maxSize: maxCells,
    maxEntrySize: maxCells / 20,
    sizeCalculation: ({ rows, columns }) => rows * columns.length + cellsBeside,
  })
  readonly #flights = new Flights<Answer>()

  /**
   * The result of a question, computed by `compute` when nobody has asked it of this version yet.
   *
   * @param version - that the question is asked of
   * @param left - fires when the caller has left
   * @throws {@link Refusal} `DEADLINE` to a caller who has left, and what `compute` throws; nothing is stored then
   */
  async get(
    question: Question,
    version: string,
    left: AbortSignal,
    compute: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const key = `${version} ${canonicalJson(question)}`
    const known = this.#results.get(key)
    if (known !== undefined) return known
    return await this.#flights.join(key, left, async (wanted) => {
      const result = await compute(wanted)
      this.#results.set(key, result)
      return result
    })
  }
}
