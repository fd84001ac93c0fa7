import { wordsOf } from '#foundation'

/** A kind of personal data and the pattern (RE2) that betrays it inside a cell. */
export interface Kind {
  readonly code: string
  readonly pattern: string
  /** A further condition, as SQL over the text that the pattern found (`$found`), where a pattern alone cannot tell. */
  readonly only?: string
}

const before = String.raw`(?:^|[^\w.,])`
const after = String.raw`(?:$|[^\w])`
const gap = String.raw`[ \-\x{a0}\x{2009}\x{202f}]?`
const capital = '[А-ЯЁӨҮҢ]'
const small = '[а-яёөүң]'
/** Spelled out: the class of all letters of the world would take the engine ten times as long to prepare. */
const letter = 'A-Za-zА-яЁёӨөҮүҢң'
const notLetter = `(?:^|[^${letter}])`
const wordEnd = `(?:$|[^${letter}])`

/** Digits that a bank card's check digit (Luhn) confirms. */
const luhn = `list_sum(list_transform(
  regexp_extract_all(reverse($found), '[0-9]'),
  lambda digit, place: case when place % 2 = 1 then digit::integer when digit::integer > 4 then digit::integer * 2 - 9 else digit::integer * 2 end
)) % 10 = 0`

/**
 * What must never arrive. A personal number of the Kyrgyz Republic has 14 digits; numbers of legal entities look alike,
 * so any bare 14-digit number counts, also with blanks or hyphens inside, or damaged by a spreadsheet.
 */
export const kinds: readonly Kind[] = [
  {
    code: 'PERSONAL_NUMBER',
    pattern: String.raw`${before}(?:(?:\d${gap}){13}\d|[012][./]\d{8}[./]\d{5}|[012]${gap}\d\d[./]\d\d[./]\d{4}${gap}\d{5}|\d\d(?:[,.']\d{3}){4})(?:[.,]0+)?${after}`,
  },
  { code: 'PERSONAL_NUMBER_DAMAGED', pattern: String.raw`${before}\d[.,]\d{2,}[eEеЕ]\+?13${after}` },
  {
    code: 'NUMBER_WITH_ITS_NAME',
    pattern: String.raw`(?i)${notLetter}(?:пин|инн|иин|жшшн|снилс|pin|inn|iin|snils)[ :№#.\-]{0,3}\d{8,}`,
  },
  { code: 'SNILS', pattern: String.raw`${before}\d{3}-\d{3}-\d{3} \d\d${after}` },
  {
    code: 'PHONE',
    pattern: String.raw`(?:^|[^\w.,+])(?:(?:\+|00)?996[ (\-]{0,2}|0[ (\-]{0,2})[2-9](?:[ ()\-]{0,2}\d){8}${after}`,
  },
  {
    code: 'FOREIGN_PHONE',
    pattern: String.raw`(?:^|[^\w+])(?:\+|00)[1-9]\d{0,2}[ (\-]{1,2}\d(?:[ ()\-]{0,2}\d){7,10}${after}|\+[1-9]\d{9,13}${after}`,
  },
  {
    code: 'EMAIL',
    pattern: String.raw`[\w.+\-]+ ?(?:@|\(at\)|\[at\]|\(собака\)) ?[\w\-]+\.[\w.\-]*[A-Za-z]{2}`,
  },
  { code: 'PASSPORT', pattern: String.raw`${before}(?:[AА][NН]|AC|ID)[ №#\-]{0,2}\d{7}${after}` },
  { code: 'FOREIGN_PASSPORT', pattern: String.raw`${before}(?:AA|AB|AD|FA)[ №#\-]{0,2}\d{7}${after}` },
  { code: 'MACHINE_READABLE_ZONE', pattern: `[A-Z]{2,}<<[A-Z]{2,}|[PI][A-Z<]KGZ[A-Z0-9<]{5,}` },
  {
    code: 'PATRONYMIC',
    pattern: `(?i)[а-яёөүң]{2,}(?:(?:ович|евич)(?:а|у|ем)?|овна|евна)${wordEnd}|${notLetter}(?:иль|кузьм|фом|лук|никит|савв)(?:ич|инична|ична)${wordEnd}`,
  },
  { code: 'KYRGYZ_NAME', pattern: `(?i)[${letter}]{2,} (?:уулу|кызы|тегин|uulu|kyzy|kizi|tegin)${wordEnd}` },
  { code: 'LATIN_PATRONYMIC', pattern: `(?i)${notLetter}[a-z]{2,}(?:ovich|evich|ovna|evna)${wordEnd}` },
  {
    code: 'NAME_WITH_INITIALS',
    pattern: String.raw`(?:${capital}${small}{2,}|${capital}{3,}|[A-Z][a-z]{2,}),? (?:${capital}\. ?${capital}\.|[A-Z]\. ?[A-Z]\.)|(?:${capital}\. ?${capital}\.|[A-Z]\. ?[A-Z]\.) ?(?:${capital}${small}{2,}|[A-Z][a-z]{2,})`,
  },
  {
    code: 'SURNAME_AND_NAME',
    pattern: `${capital}${small}+(?:ов|ев|ёв|ова|ева|ёва) ${capital}${small}{2,}|${capital}{2,}(?:ОВ|ЕВ|ОВА|ЕВА) ${capital}{3,}|[A-Z][a-z]+(?:ov|ev|ova|eva) [A-Z][a-z]{2,}|[A-Z]{2,}(?:OV|EV|OVA|EVA) [A-Z]{3,}`,
  },
  {
    code: 'BIRTH',
    pattern: String.raw`(?i)\d{4} ?(?:г\. ?р\.|года рождения|жылы туулган|г/р)|(?:род\.|родил(?:ся|ась)|туулган|born)[ :]+(?:\d|on |in )`,
  },
  {
    code: 'WRITTEN_DATE',
    pattern: String.raw`(?i)${before}\d{1,2}[ -](?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь|january|february|march|april|may|june|july|august|september|october|november|december),? \d{4}`,
  },
  {
    code: 'ADDRESS',
    pattern: String.raw`${notLetter}(?i:ул\.|улица|проспект|пр-т|мкр|микрорайон|м-н|переулок|пер\.|бульвар|жилмассив|ж/м)[. ]{0,2}[«"]?[A-ZА-ЯЁӨҮҢ\d]|${notLetter}(?i:ulitsa|ul\.|prospekt|mkr\.?) [A-Z\d]|[${letter}]+ (?i:көчөсү|көч\.|кичирайону|проспектиси|street|avenue)[ ,]+(?:үй[ -]?)?\d|${notLetter}(?i:дом|кв\.|квартира) ?№?\d{1,3}(?:$|[^\d])|\d+ [A-Z][a-z]+ (?:Street|St\.|Avenue|Ave\.)`,
  },
  {
    code: 'BANK_CARD',
    pattern: String.raw`${before}[2-69]\d{3}${gap}\d{4}${gap}\d{4}${gap}\d{4}${after}`,
    only: luhn,
  },
  { code: 'BANK_ACCOUNT', pattern: String.raw`${before}(?:KZ|RU|TR|DE|GB|AE|UZ)\d\d(?: ?[0-9A-Z]{4}){4,}` },
  {
    code: 'PROFILE',
    pattern: String.raw`(?i)https?://|www\.|(?:t|wa)\.me/|(?:instagram|facebook|vk|ok|tiktok)\.(?:com|ru)|(?:^|[\s;,"\x1f])@[a-z][a-z0-9._]{4,}`,
  },
  { code: 'PLACE_ON_THE_MAP', pattern: String.raw`${before}(?:39|4[0-3])[.]\d{4,}°?N?[, ]{1,2}(?:69|7\d|80)[.]\d{4,}` },
  { code: 'VEHICLE', pattern: String.raw`${before}0[1-9] ?KG ?\d{3} ?[A-Z]{2,3}${after}` },
]

/** One pattern that matches whatever any kind matches: most rows are clean, so they are looked at once. */
export const anyKind = kinds.map(({ pattern }) => `(?:${pattern})`).join('|')

/** A full date where no date is declared is taken for a date of birth. */
export const fullDate = String.raw`(?:^|[^\d.])(?:0?[1-9]|[12]\d|3[01])[./\-](?:0?[1-9]|1[0-2])[./\-](?:19|20)\d\d(?:$|[^\d])|(?:^|[^\d])(?:19|20)\d\d[./\-](?:0[1-9]|1[0-2])[./\-](?:0[1-9]|[12]\d|3[01])(?:$|[^\d])`

/** Whether the name of a column announces personal data, whatever its cells hold. */
export function announcesPerson(name: string): boolean {
  return telling.test(wordsOf(name).join('_'))
}

const telling =
  /(^|_)(pin|inn|iin|snils|пин|инн|иин|снилс|жшшн|personal_(id|no|number)|персональный_номер|жеке_номери?|phone|mobile|tel|тел|телефон(у|ы|а|дору)?|e_?mail|почта|passport|паспорт(у|а|ные|тун)?|surname|first_?name|last_?name|full_?name|middle_?name|patronymic|fio|f_i_o|фио|ф_и_о|фамили(я|ясы)|имя|отчество|аты|аты_жөнү|ысымы|address|street|адрес(у|и|а)?|улица|место_жительства|дарек|дареги|көчөсү|жашаган_жери|birth_?(date|day)|date_?of_?birth|dob|дата_рождения|день_рождения|туулган_(күнү|датасы)|iban|card_?no|номер_карты)(_|$)|^name$/u
