/** One row of a Kyrgyz extract, under the headers of its contract. */
export type SentenceCells = Readonly<Record<string, string>>

/** What a row says that says nothing else. */
export const usualSentence: SentenceCells = {
  CASE_ID: 'C1',
  PERSON_ID: 'P1',
  CHARGE: '1',
  SANCTION_NO: '1',
  SENTENCED_ON: '05.03.2024',
  IN_FORCE_ON: '20.03.2024',
  COURT: 'GB-01',
  STAGE: '1',
  ARTICLE: '205.1',
  SANCTION: '10',
  SERVING: '1',
  DAYS: '365',
  FINE: '',
  SEX: 'М',
  BIRTH_YEAR: '1990',
  CITIZENSHIP: '1',
  DISABILITY: '0',
  PRIOR: '0',
  DETAINED: '1',
  LEGAL_AID: '0',
  DV: '0',
}

/** The headers of a Kyrgyz extract. */
export const sentenceHeaders = Object.keys(usualSentence)

/** A Kyrgyz extract with the given rows; what a row does not say is as usual. */
export function sentencesCsv(rows: readonly SentenceCells[], headers: readonly string[] = sentenceHeaders): string {
  const lines = rows.map((row) => headers.map((header) => row[header] ?? usualSentence[header] ?? '').join(';'))
  return `${[headers.join(';'), ...lines].join('\n')}\n`
}

/** Many sound rows: a case and a person each. */
export function soundRows(count: number): SentenceCells[] {
  return Array.from({ length: count }, (_, index) => ({ CASE_ID: `C${index}`, PERSON_ID: `P${index}` }))
}
