import type { PinnedVersion, Service } from '#api'
import { datasetNamed, type NoteName, type Question } from '#warehouse'
import { compareTotal, type ProvenTotal, refusedTotal } from './compare.ts'
import type { Total } from './total.ts'

/** Every published figure beside that of the release, with the notes of its answer. */
export interface ProvenTotals {
  readonly rows: readonly ProvenTotal[]
  readonly notes: readonly NoteName[]
}

/**
 * Asks the public figures of one release for each published figure. The service reads the release and nothing else: no exact count can
 * come into what is compared, nor into a difference.
 *
 * @param deadline - milliseconds for each question
 */
export async function proveTotals(
  totals: readonly Total[],
  version: Pick<PinnedVersion, 'ask'>,
  { catalog }: Pick<Service<'public'>, 'catalog'>,
  deadline: number,
): Promise<ProvenTotals> {
  const rows: ProvenTotal[] = []
  const notes = new Set<NoteName>()
  for (const total of totals) {
    try {
      const dataset = datasetNamed(total.dataset, catalog)
      const answer = await version.ask(questionOf(total), AbortSignal.timeout(deadline))
      for (const note of answer.notes) notes.add(note)
      rows.push(compareTotal(total, answer, dataset))
    } catch (error) {
      rows.push(refusedTotal(total, error))
    }
  }
  return { rows, notes: [...notes] }
}

/** In full detail: a coarser answer would be another figure. */
function questionOf({ dataset, measure, period, codes }: Total): Question {
  const time = period === undefined ? {} : { from: period.code, to: period.code }
  const by = period === undefined ? [] : [period.grain]
  const where = Object.fromEntries(Object.entries(codes).map(([name, code]) => [name, [code]]))
  return { dataset, measures: [measure], by, where, ...time, detail: 'full', sort: [], offset: 0 }
}
