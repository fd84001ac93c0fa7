import type { ComponentChildren } from 'preact'
import type { RunReport } from '#warehouse'
import type { Figures } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import { OperatorFrame, type OperatorFrameProps } from './operator-frame.tsx'

export interface RunReportPageProps extends Omit<OperatorFrameProps, 'title' | 'children' | 'synthetic'> {
  readonly report: RunReport
  readonly figures: Figures
}

type Part = Omit<RunReportPageProps, keyof OperatorFrameProps> & { readonly t: Translate }

/** The report of one run: what came, how every row ended, what was passed, what changed, how long it took. */
export function RunReportPage({ report, figures, ...frame }: RunReportPageProps) {
  const { t } = frame
  const part = { report, figures, t }
  return (
    <OperatorFrame {...frame} title={t('run_title', { run: startedAt(report.run) })} synthetic={report.synthetic}>
      <h1>{t('run_title', { run: startedAt(report.run) })}</h1>
      <p class={`decision ${report.decision}`}>
        <strong>{t(`decision_${report.decision}`)}</strong>
      </p>
      <p>
        {t('run_served')}: <code>{report.generation ?? t('run_none')}</code>
      </p>
      <Refusals {...part} />
      <Deliveries {...part} />
      <Checks {...part} />
      <Changes {...part} />
      <Quality {...part} />
      <Durations {...part} />
    </OperatorFrame>
  )
}

/** `2026-11-24 02:30` of a run that is named `2026-11-24T02-30-00.000Z`. */
export function startedAt(run: string): string {
  return `${run.slice(0, 10)} ${run.slice(11, 16).replace('-', ':')} UTC`
}

function Refusals({ report, t }: Part) {
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

function Deliveries({ report, figures, t }: Part) {
  if (report.deliveries.length === 0) return null
  const heads = [
    t('run_file'),
    t('run_register'),
    t('run_period'),
    ...ends.map((end) => t(`run_${end}`)),
    t('run_reasons'),
  ]
  return (
    <Section title={t('run_deliveries')} heads={heads}>
      {report.deliveries.map(({ file, register, coverage, account, reasons, layout, notes }) => (
        <tr key={file}>
          <th scope="row">{file}</th>
          <td>{t(`register_${register}`)}</td>
          <td>{coverage === null ? '' : `${coverage.from} – ${coverage.to}`}</td>
          {ends.map((end) => (
            <td key={end} class="number">
              {figures.count(account[end])}
            </td>
          ))}
          <td>
            <ul>
              {Object.entries({ ...reasons, ...layout }).map(([code, count]) => (
                <li key={code}>
                  <code>{code}</code> {meaning(code, t)}: {figures.count(count)}
                </li>
              ))}
              {notes.map((note) => (
                <li key={note}>{meaning(note, t)}</li>
              ))}
            </ul>
          </td>
        </tr>
      ))}
    </Section>
  )
}

function Checks({ report, t }: Part) {
  const checks = report.deliveries.flatMap((delivery) => delivery.checks)
  if (checks.length === 0) return null
  const heads = [
    t('run_register'),
    t('run_of_what'),
    t('run_code'),
    t('run_meaning'),
    t('run_found'),
    t('run_allowed'),
    '',
  ]
  return (
    <Section title={t('run_checks')} heads={heads}>
      {checks.map(({ code, register, subject, found, limit, outcome }) => (
        <tr key={`${code} ${register} ${subject}`}>
          <th scope="row">{t(`register_${register}`)}</th>
          <td>{subject ?? ''}</td>
          <td>
            <code>{code}</code>
          </td>
          <td>{meaning(code, t)}</td>
          <td class="number">{Number(found.toPrecision(3))}</td>
          <td>{limit}</td>
          <td>{t(`outcome_${outcome}`)}</td>
        </tr>
      ))}
    </Section>
  )
}

function Changes({ report, figures, t }: Part) {
  const changed = report.registers.filter(({ before, after }) => before !== after)
  return (
    <>
      <Section title={t('run_changes')} heads={[t('run_register'), t('run_before'), t('run_after'), t('run_reasons')]}>
        {changed.map(({ register, before, after }) => (
          <tr key={register}>
            <th scope="row">{t(`register_${register}`)}</th>
            <td class="number">{figures.count(before)}</td>
            <td class="number">{figures.count(after)}</td>
            <td>{endsOf(report, register, t, figures)}</td>
          </tr>
        ))}
      </Section>
      {report.figures.length === 0 ? (
        <p>{t('run_no_change')}</p>
      ) : (
        <Section title={t('run_persons')} heads={[t('run_year'), t('run_class'), t('run_before'), t('run_after')]}>
          {report.figures.map(({ year, sanction_class, before, after }) => (
            <tr key={`${year} ${sanction_class}`}>
              <th scope="row">{year}</th>
              <td>{sanction_class}</td>
              <td class="number">{figures.count(before)}</td>
              <td class="number">{figures.count(after)}</td>
            </tr>
          ))}
        </Section>
      )}
    </>
  )
}

/** Why a register changed: what the deliveries of this run did to it. */
function endsOf({ deliveries }: RunReport, register: string, t: Translate, figures: Figures): string {
  const sum = (end: 'accepted' | 'superseded' | 'withdrawn') =>
    figures.count(
      deliveries.reduce((all, delivery) => all + (delivery.register === register ? delivery.account[end] : 0), 0),
    )
  return t('run_ends', { accepted: sum('accepted'), superseded: sum('superseded'), withdrawn: sum('withdrawn') })
}

function Quality({ report, figures, t }: Part) {
  if (report.quality.length === 0) return null
  const isShare = (measure: string) => ['handoff_within_10', 'handoff_within_30', 'handoff_unmatched'].includes(measure)
  return (
    <Section title={t('run_quality')} heads={[t('run_meaning'), t('run_of_what'), t('run_value')]}>
      {report.quality.map(({ measure, subject, value }) => (
        <tr key={`${measure} ${subject}`}>
          <th scope="row">{t(`quality_${measure}`)}</th>
          <td>{subject}</td>
          <td class="number">{isShare(measure) ? figures.percent(value) : figures.count(value)}</td>
        </tr>
      ))}
    </Section>
  )
}

function Durations({ report, figures, t }: Part) {
  return (
    <Section title={t('run_durations')} heads={[t('run_step'), t('run_value')]}>
      {Object.entries(report.durations).map(([step, milliseconds]) => (
        <tr key={step}>
          <th scope="row">
            <code>{step}</code>
          </th>
          <td class="number">{figures.count(milliseconds)}</td>
        </tr>
      ))}
    </Section>
  )
}

interface SectionProps {
  readonly title: string
  readonly heads: readonly string[]
  readonly children: ComponentChildren
}

function Section({ title, heads, children }: SectionProps) {
  return (
    <div>
      <h2>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table has to scroll by keyboard too */}
      <section class="scroll" tabIndex={0} aria-label={title}>
        <table>
          <thead>
            <tr>
              {heads.map((head) =>
                head === '' ? (
                  <td key="empty" />
                ) : (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </section>
    </div>
  )
}

/** A code without a text of its own speaks for itself. */
function meaning(word: string, t: Translate): string {
  const [code = ''] = word.split(':')
  return t.has(`code_${code}`) ? t(`code_${code}`) : code
}
