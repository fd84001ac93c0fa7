import { randomFor } from '../basis/random.ts'
import type { Convict } from './convicts.ts'
import {
  classOf,
  commonCategory,
  regimeOn,
  type SampleRow,
  type SentenceSource,
  sanction,
  severityOf,
  termInDays,
  withTerm,
} from './sanctions.ts'

/**
 * The rows of a judgment as the court of first instance pronounced them. An appeal changes the principal sanction: its class,
 * or the term or the fine within the class. The rows keep their keys, as real registers send the change of a row.
 *
 * @param rows - the judgment as it stands after the appeal, and `categories` their sanctions
 * @param principalAt - which of the rows has the principal sanction
 */
export function asPronounced(
  convict: Convict,
  rows: readonly SampleRow[],
  categories: readonly string[],
  principalAt: number,
  source: SentenceSource,
): { readonly firstRows: readonly SampleRow[]; readonly firstClass: string } {
  const row = rows[principalAt]
  if (!convict.appeal?.changed || row === undefined)
    return { firstRows: rows, firstClass: classOf(source.jurisdiction, categories[principalAt] ?? '') }
  const regime = regimeOn(source.jurisdiction, convict.sentencedOn)
  const category =
    convict.firstClass === convict.sanctionClass
      ? (categories[principalAt] ?? '')
      : commonCategory(source, convict.firstClass, regime)
  const own = randomFor('pronounced', convict.caseKey, convict.personKey)
  const more = 1.2 + own.next()
  const months = Math.min(300, row['length'] ? (Number(row['length']) * 12 * more) / 365 : 12 * (1 + own.below(4)))
  const fine = Math.round((Number(row['fine_amount'] || 20_000) * more) / 100) * 100
  const changed = {
    ...row,
    ...sanction(source.jurisdiction, category, regime),
    length:
      withTerm(convict.firstClass) && !source.plan.without_term.includes(category)
        ? termInDays(Math.round(months))
        : '',
    fine_amount: convict.firstClass === 'FIN' ? String(fine) : '',
  }
  const pronounced = categories.with(principalAt, category)
  const severest = pronounced.reduce((one, other) =>
    severityOf(source.jurisdiction, other) > severityOf(source.jurisdiction, one) ? other : one,
  )
  return { firstRows: rows.with(principalAt, changed), firstClass: classOf(source.jurisdiction, severest) }
}
