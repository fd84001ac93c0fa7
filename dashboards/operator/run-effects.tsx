import { sum } from 'd3-array'
import type { RunReport } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import type { RunPart } from './run-part.ts'
import { Section } from './section.tsx'

export function Changes({ report, figures, t, registerLabel }: RunPart) {
  const changed = report.registers.filter(
    ({ register, before, after }) => before !== after || lost(report, register) > 0,
  )
  if (changed.length === 0 && report.figures.length === 0) return <p>{t('run_no_change')}</p>
  return (
    <>
      <Section
        title={t('run_changes')}
        heads={[t('run_register'), { numbers: t('run_before') }, { numbers: t('run_after') }, t('run_why')]}
      >
        {changed.map(({ register, before, after }) => (
          <tr key={register}>
            <th scope="row">{registerLabel(register)}</th>
            <td class="number">{figures.count(before)}</td>
            <td class="number">{figures.count(after)}</td>
            <td>{endsOf(report, register, t, figures)}</td>
          </tr>
        ))}
      </Section>
      <Section
        title={t('run_persons')}
        heads={[t('run_year'), t('run_class'), { numbers: t('run_before') }, { numbers: t('run_after') }]}
      >
        {report.figures.map(({ year, sanction_class, before, after }) => (
          <tr key={`${year} ${sanction_class}`}>
            <th scope="row">{year}</th>
            <td>{sanction_class}</td>
            <td class="number">{figures.count(before)}</td>
            <td class="number">{figures.count(after)}</td>
          </tr>
        ))}
      </Section>
    </>
  )
}

type Told = RunReport['deliveries'][number]

/** Why a register changed: what the deliveries of this run did to it, and to the rows of earlier ones. */
function endsOf(report: RunReport, register: string, t: Translate, figures: FigureWriter): string {
  const sum = (of: (delivery: Told) => number | undefined) => figures.count(summed(report, register, of))
  return t('run_ends', {
    accepted: sum(({ account }) => account.accepted),
    superseded: sum(({ ended }) => ended?.superseded),
    replaced: sum(({ ended }) => ended?.replaced),
    withdrawn: sum(({ account, ended }) => ended?.withdrawn ?? account.withdrawn),
  })
}

/** Rows of earlier deliveries that those of this run ended. */
function lost(report: RunReport, register: string): number {
  return summed(report, register, ({ ended }) => ended && ended.superseded + ended.replaced + ended.withdrawn)
}

function summed({ deliveries }: RunReport, register: string, of: (delivery: Told) => number | undefined): number {
  const own = deliveries.filter((delivery) => delivery.register === register)
  return sum(own, of)
}

export function Quality({ report, figures, t }: RunPart) {
  if (report.quality.length === 0) return null
  const isShare = (measure: string) => ['handoff_within_10', 'handoff_within_30', 'handoff_unmatched'].includes(measure)
  return (
    <Section title={t('run_quality')} heads={[t('run_meaning'), t('run_of_what'), { numbers: t('run_value') }]}>
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

export function Durations({ report, figures, t }: RunPart) {
  return (
    <Section title={t('run_durations')} heads={[t('run_step'), { numbers: t('run_value') }]}>
      {Object.entries(report.durations).map(([step, milliseconds]) => (
        <tr key={step}>
          <th scope="row">{t(`step_${step}`)}</th>
          <td class="number">{figures.count(milliseconds)}</td>
        </tr>
      ))}
    </Section>
  )
}
