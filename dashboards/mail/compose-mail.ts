import { type Jurisdiction, type Language, registerLabel } from '#jurisdictions'
import { calendarOf, limitCodes, periodLabel, type RunNotice } from '#warehouse'
import { figuresFor } from '../texts/figures.ts'
import { locales, type Translate, translator } from '../texts/messages.ts'
import { textsOfCodes } from '../texts/of-codes.ts'

/** A mail in plain text. */
export interface MailText {
  readonly subject: string
  readonly text: string
}

/** Whom a mail is for: the steward of some registers, or an operator, who is told of the whole night. */
export interface MailReader {
  readonly language: Language
  readonly isOperator: boolean
}

type OfJurisdiction = Pick<Jurisdiction, 'registers' | 'profile'>

/** Writes the mail about a notice, of which the registers and late deliveries of its reader are left. It has no figures. */
export function composeMail(
  notice: RunNotice,
  { language, isOperator }: MailReader,
  jurisdiction: OfJurisdiction,
): MailText {
  const t = translator(language)
  const labelOf = (register: string) => registerLabel(register, language, jurisdiction)
  const yearOf = (year: string) => periodLabel(year, calendarOf(jurisdiction))
  const parts: MailParts = { notice, t, labelOf, yearOf, language, date: dayOf(notice, language) }
  const late = notice.late.filter(({ isDue }) => isDue)
  const about = isOperator && notice.failed ? ofOperator(parts) : notice.registers.map((one) => ofRegister(one, parts))
  const address = notice.report?.replace('/en/runs/', `/${language}/runs/`)
  const link = address === undefined ? [] : [t('mail_report', { address })]
  const paragraphs = [t('mail_greeting'), ...about, ...lateText(late, parts), ...link, t('mail_footer')]
  return { subject: subjectOf({ ...notice, late }, isOperator, parts), text: `${paragraphs.join('\n\n')}\n` }
}

interface MailParts {
  readonly notice: RunNotice
  readonly t: Translate
  readonly labelOf: (register: string) => string
  /** What people read for a year. */
  readonly yearOf: (year: string) => string
  readonly language: Language
  readonly date: string
}

function dayOf({ run, createdAt }: RunNotice, language: Language): string {
  return figuresFor(language).date((run ?? createdAt).slice(0, 10))
}

function subjectOf(notice: RunNotice, isOperator: boolean, { t, labelOf, date }: MailParts): string {
  if (notice.unit !== null) return t('mail_subject_unit', { unit: notice.unit })
  if (isOperator && notice.failed)
    return t(isPublished(notice) ? 'mail_subject_in_part' : 'mail_subject_failed', { date })
  const names = new Set([...notice.registers, ...notice.late].map(({ register }) => register))
  if (names.size > 1) return t('mail_subject_several')
  const [register = ''] = names
  return t(notice.registers.length > 0 ? 'mail_subject_refused' : 'mail_subject_late', { register: labelOf(register) })
}

/** Only a limit that was exceeded stops a delivery that can be read. */
function isLimit(code: string): boolean {
  const limits: readonly string[] = limitCodes
  return limits.includes(code)
}

function ofRegister({ register, codes }: RunNotice['registers'][number], { t, labelOf, date }: MailParts): string {
  const isBlocked = codes.length > 0 && codes.every(isLimit)
  const what = t(isBlocked ? 'mail_blocked' : 'mail_refused', { date, register: labelOf(register) })
  const advice = [...new Set(codes.map(adviceAbout))]
  return [what, ...codes.map((code) => reasonText(code, t)), ...advice.map((key) => t(key))].join('\n')
}

const adviceOfCodes = textsOfCodes('mails')

/** The key of the text with what a steward can do. */
function adviceAbout(code: string): string {
  return adviceOfCodes[code] ?? (isLimit(code) ? 'mail_do_blocked' : 'mail_do_refused')
}

function reasonText(code: string, t: Translate): string {
  return t.has(`code_${code}`)
    ? t('mail_reason', { reason: t(`code_${code}`), code })
    : t('mail_reason_other', { code })
}

/** Whether a run published in spite of what it refused. */
function isPublished({ decision }: RunNotice): boolean {
  return decision?.startsWith('published') ?? false
}

function ofUnit(unit: string, result: string, t: Translate): string {
  const how = t.has(`unit_${result}`) ? t(`unit_${result}`) : result
  return [t('mail_unit', { unit, result: how }), t('mail_do_unit', { unit })].join('\n')
}

function ofOperator({ notice, t, labelOf, date }: MailParts): readonly string[] {
  const { unit, registers, codes, sequence } = notice
  if (unit !== null) return [ofUnit(unit, notice.result ?? 'exit-code', t)]
  const named = new Set(registers.flatMap((one) => one.codes))
  const reasons = codes.filter((code) => !named.has(code)).map((code) => reasonText(code, t))
  const ofRegisters = registers.flatMap(({ register, codes: own }) =>
    own.map((code) => {
      const reason = t.has(`code_${code}`) ? t(`code_${code}`) : code
      return t('mail_of_register', { register: labelOf(register), reason, code })
    }),
  )
  const what = t(isPublished(notice) ? 'mail_in_part' : 'mail_failed', { date })
  const waiting = registers.filter((one) => one.waiting).map(({ register }) => labelOf(register))
  const unchanged = waiting.length === 0 ? [] : [t('mail_waiting', { registers: waiting.join(', ') })]
  const advice = sequence === null ? t('mail_do_doctor') : t('mail_do_failed', { sequence })
  return [[what, ...unchanged, ...reasons, ...ofRegisters, advice].join('\n')]
}

function lateText(late: RunNotice['late'], parts: MailParts): readonly string[] {
  if (late.length === 0) return []
  const { t, labelOf, language } = parts
  const lines = late.map(({ register, period, expected }) =>
    t('mail_late', {
      register: labelOf(register),
      period: periodText(period, parts),
      date: figuresFor(language).date(expected),
    }),
  )
  return [[...lines, t('mail_do_late')].join('\n')]
}

/** A month, a quarter or a year in words: `2026-10`, `2026-Q3`, `2026`. */
function periodText(period: string, { language, t, yearOf }: MailParts): string {
  const [year = '', part] = period.split('-')
  if (part === undefined) return t('mail_year', { year: yearOf(year) })
  if (part.startsWith('Q')) return t('mail_quarter', { quarter: part.slice(1), year: yearOf(year) })
  const month = new Intl.DateTimeFormat(locales[language], { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return month.format(new Date(`${period}-01T00:00:00Z`))
}
