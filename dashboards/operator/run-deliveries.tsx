import type { LimitPassed } from '#jurisdictions'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import type { RunPart } from './run-part.ts'
import { Section } from './section.tsx'

export function Refusals({ report, t }: RunPart) {
  if (report.refusals.length === 0) return null
  return (
    <Section title={t('run_refusals')} heads={[t('run_file'), t('run_code'), t('run_meaning'), t('run_message')]}>
      {report.refusals.map(({ file, code, message }) => (
        <tr key={`${file} ${code}`}>
          <th scope="row">{file?.split('/').at(-1) ?? ''}</th>
          <td>
            <code>{code}</code>
          </td>
          <td>{meaning(code, t)}</td>
          <td lang="en">{message}</td>
        </tr>
      ))}
    </Section>
  )
}

const ends = ['read', 'accepted', 'duplicate', 'superseded', 'withdrawn', 'quarantined'] as const

export function Deliveries({ report, figures, t, registerLabel }: RunPart) {
  if (report.deliveries.length === 0) return null
  const heads = [
    t('run_file'),
    t('run_register'),
    t('run_period'),
    ...ends.map((end) => ({ numbers: t(`run_${end}`) })),
  ]
  return (
    <Section title={t('run_deliveries')} heads={heads}>
      {report.deliveries.map(({ file, register, coverage, account }) => (
        <tr key={file}>
          <th scope="row">{file}</th>
          <td>{registerLabel(register)}</td>
          <td>{coverage === null ? '' : `${coverage.from} – ${coverage.to}`}</td>
          {ends.map((end) => (
            <td key={end} class="number">
              {figures.count(account[end])}
            </td>
          ))}
        </tr>
      ))}
    </Section>
  )
}

/** Why rows were set aside, what was no row, and what else is to be known of a file. */
export function Reasons({ report, figures, t }: RunPart) {
  const told = report.deliveries.flatMap(({ file, reasons, layout, notes }) => [
    ...Object.entries({ ...reasons, ...layout }).map(([word, count]) => ({ file, word, count })),
    ...notes.map((word) => ({ file, word, count: undefined })),
  ])
  if (told.length === 0) return null
  const heads = [t('run_file'), t('run_code'), t('run_meaning'), { numbers: t('run_rows_of_it') }]
  return (
    <Section title={t('run_reasons')} heads={heads}>
      {told.map(({ file, word, count }) => (
        <tr key={`${file} ${word}`}>
          <th scope="row">{file}</th>
          <td>
            <code>{word}</code>
          </td>
          <td>{meaning(word, t)}</td>
          <td class="number">{count === undefined ? '' : figures.count(count)}</td>
        </tr>
      ))}
    </Section>
  )
}

export function Checks({ report, figures, t, registerLabel }: RunPart) {
  const checks = report.deliveries.flatMap((delivery) => delivery.checks)
  if (checks.length === 0) return null
  const heads = [
    t('run_register'),
    t('run_of_what'),
    t('run_code'),
    t('run_meaning'),
    { numbers: t('run_found') },
    { numbers: t('run_allowed') },
    t('run_outcome'),
  ]
  return (
    <Section title={t('run_checks')} heads={heads}>
      {checks.map((limit) => (
        <tr key={`${limit.code} ${limit.register} ${limit.subject}`}>
          <th scope="row">{registerLabel(limit.register)}</th>
          <td>{limit.subject ?? ''}</td>
          <td>
            <code>{limit.code}</code>
          </td>
          <td>{meaning(limit.code, t)}</td>
          <td class="number">{measured(limit, limit.found, figures)}</td>
          <td class="number">{allowed(limit, figures)}</td>
          <td>{t(`outcome_${limit.outcome}`)}</td>
        </tr>
      ))}
    </Section>
  )
}

function measured({ unit }: LimitPassed, value: number, figures: FigureWriter): string {
  return { share: figures.percent, ratio: figures.ratio, count: figures.count }[unit](value)
}

function allowed(limit: LimitPassed, figures: FigureWriter): string {
  const greatest = measured(limit, limit.greatest, figures)
  return limit.least === null ? `≤ ${greatest}` : `${measured(limit, limit.least, figures)} – ${greatest}`
}

/** A code without a text of its own speaks for itself. */
function meaning(word: string, t: Translate): string {
  const [code = ''] = word.split(':')
  return t.has(`code_${code}`) ? t(`code_${code}`) : code
}
