import type { LimitBreach } from '#jurisdictions'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import type { RunPart } from './run-part.ts'
import { Section } from './section.tsx'

export function Refusals({ report, t }: RunPart) {
  const rows = report.refusals.map(({ file, code, message }) => [
    file?.split('/').at(-1) ?? '',
    <code>{code}</code>,
    meaning(code, t),
    message,
  ])
  const heads = [t('run_file'), t('run_code'), t('run_meaning'), { english: t('run_message') }]
  return <Section title={t('run_refusals')} heads={heads} rows={rows} />
}

/** Deliveries that had not come by the day on which they are expected. */
export function Late({ report, figures, t, registerLabel, labelOf }: RunPart) {
  const rows = report.late.map(({ register, period, expected }) => [
    registerLabel(register),
    labelOf(period),
    figures.date(expected),
  ])
  return <Section title={t('run_late')} heads={[t('run_register'), t('run_period'), t('run_expected')]} rows={rows} />
}

/** Files that were announced or begun and are not there. */
export function Missing({ report, t, registerLabel }: RunPart) {
  const rows = report.missing.map(({ code, folder, register, period, files }) => [
    folder.split('/').at(-1) ?? '',
    register === null ? '' : registerLabel(register),
    period === null ? '' : `${period.from} – ${period.to}`,
    <code>{code}</code>,
    t(`code_${code}`),
    files.join(', '),
  ])
  const words = [t('run_folder'), t('run_register'), t('run_period'), t('run_code'), t('run_meaning'), t('run_files')]
  return <Section title={t('run_missing')} heads={words} rows={rows} />
}

/** Deliveries that came and are not in the facts, for an earlier generation was served again. */
export function LeftOut({ report, t, registerLabel }: RunPart) {
  const rows = report.leftOut.map(({ register, file, sha256, generation }) => [
    file,
    registerLabel(register),
    <code>{sha256.slice(0, 12)}</code>,
    generation,
  ])
  const heads = [t('run_file'), t('run_register'), t('run_hash'), { numbers: t('run_generation') }]
  return <Section title={t('run_left_out')} heads={heads} rows={rows} />
}

const ends = ['read', 'accepted', 'duplicate', 'superseded', 'withdrawn', 'quarantined'] as const

export function Deliveries({ report, figures, t, registerLabel }: RunPart) {
  const ofEnds = ends.map((end) => ({ numbers: t(`run_${end}`) }))
  const heads = [t('run_file'), t('run_register'), t('run_period'), ...ofEnds]
  const rows = report.deliveries.map(({ file, register, coverage, account }) => [
    file,
    registerLabel(register),
    coverage === null ? '' : `${coverage.from} – ${coverage.to}`,
    ...ends.map((end) => figures.count(account[end])),
  ])
  return <Section title={t('run_deliveries')} heads={heads} rows={rows} />
}

/** Why rows were set aside, what was no row, and what else is to be known of a file. */
export function Reasons({ report, figures, t }: RunPart) {
  const remarks = report.deliveries.flatMap(({ file, reasons, layout, notes }) => [
    ...Object.entries({ ...reasons, ...layout }).map(([word, count]) => ({ file, word, count })),
    ...notes.map((word) => ({ file, word, count: undefined })),
  ])
  const heads = [t('run_file'), t('run_code'), t('run_meaning'), { numbers: t('run_rows_of_it') }]
  const rows = remarks.map(({ file, word, count }) => [
    file,
    <code>{word}</code>,
    meaning(word, t),
    count === undefined ? '' : figures.count(count),
  ])
  return <Section title={t('run_reasons')} heads={heads} rows={rows} />
}

export function Checks({ report, figures, t, registerLabel }: RunPart) {
  const words = [t('run_register'), t('run_of_what'), t('run_code'), t('run_meaning')]
  const heads = [...words, { numbers: t('run_found') }, { numbers: t('run_allowed') }, t('run_outcome')]
  const checks = report.deliveries.flatMap((delivery) => delivery.checks)
  const rows = checks.map((limit) => [
    registerLabel(limit.register),
    limit.subject ?? '',
    <code>{limit.code}</code>,
    meaning(limit.code, t),
    measured(limit, limit.found, figures),
    allowed(limit, figures),
    t(`outcome_${limit.outcome}`),
  ])
  return <Section title={t('run_checks')} heads={heads} rows={rows} />
}

function measured({ unit }: LimitBreach, value: number, figures: FigureWriter): string {
  return { share: figures.percent, ratio: figures.ratio, count: figures.count }[unit](value)
}

function allowed(limit: LimitBreach, figures: FigureWriter): string {
  const upper = measured(limit, limit.greatest, figures)
  return limit.least === null ? `≤ ${upper}` : `${measured(limit, limit.least, figures)} – ${upper}`
}

/** A code without a text of its own speaks for itself. */
function meaning(word: string, t: Translate): string {
  const [code = ''] = word.split(':')
  return t.has(`code_${code}`) ? t(`code_${code}`) : code
}
