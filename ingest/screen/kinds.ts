/** A kind of personal data and the pattern (RE2) that betrays it inside a cell. */
export interface Kind {
  readonly code: string
  readonly pattern: string
}

const edge = { before: String.raw`(?:^|[^\w.,])`, after: String.raw`(?:$|[^\w])` }
const spaced = (digits: number) => `(?:[0-9][ -]?){${digits - 1}}[0-9]`

/**
 * What must never arrive. A personal number of the Kyrgyz Republic has 14 digits; numbers of legal entities look alike,
 * so any bare 14-digit number counts, also with blanks or hyphens inside, or damaged by a spreadsheet.
 */
export const kinds: readonly Kind[] = [
  { code: 'PERSONAL_NUMBER', pattern: `${edge.before}${spaced(14)}(?:[.,]0+)?${edge.after}` },
  { code: 'PERSONAL_NUMBER_DAMAGED', pattern: String.raw`(?:^|[^\w.,])[0-9][.,][0-9]{2,}[eE]\+?13(?:$|[^\w])` },
  { code: 'PHONE', pattern: String.raw`(?:^|[^\w.,+])(?:\+|00)?996[ (-]*(?:[0-9][ ()-]*){8}[0-9](?:$|[^\w])` },
  { code: 'EMAIL', pattern: String.raw`[\w.+-]+@[\w-]+\.[\w.-]*[A-Za-z]{2}` },
  { code: 'PASSPORT', pattern: String.raw`(?:^|[^\w])(?:AN|ID)[ №]?[0-9]{7}(?:$|[^\w])` },
  {
    code: 'NAME',
    pattern: String.raw`[А-ЯЁӨҮҢа-яёөүң]{2,}(?:ович|овна|евич|евна)(?:$|[^а-яёөүң])|[\p{L}]{2,} (?:уулу|кызы|тегин|uulu|kyzy|tegin)(?:$|[^\p{L}])`,
  },
]

/** One pattern that matches whatever any kind matches: most cells are clean, so they are looked at once. */
export const anyKind = kinds.map(({ pattern }) => `(?:${pattern})`).join('|')

/** Column names that announce personal data, whatever the cells hold. */
export const tellingColumnName =
  /(^|[_\s])(pin|inn|пин|инн|phone|телефон|e-?mail|passport|паспорт|surname|first_?name|last_?name|full_?name|fio|фио|фамилия|имя|отчество|address|адрес|birth_?date|date_?of_?birth|дата_рождения)($|[_\s])/iu
