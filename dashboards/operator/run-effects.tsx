import type { RunReport } from '#warehouse'
import type { Figures } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import type { Part } from './run-part.ts'
import { Section } from './section.tsx'

export function Changes({ report, figures, t }: Part) {
  const changed = report.registers.filter(({ before, after }) => before !== after)
  if (changed.length === 0 && report.figures.length === 0) return <p>{t('run_no_change')}</p>
  return (
    <>
      <Section
        title={t('run_changes')}
        heads={[t('run_register'), { numbers: t('run_before') }, { numbers: t('run_after') }, t('run_why')]}
      >
        {changed.map(({ register, before, after }) => (
          <tr key={register}>
            <th scope="row">{t(`register_${register}`)}</th>
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

/** Why a register changed: what the deliveries of this run did to it. */
function endsOf({ deliveries }: RunReport, register: string, t: Translate, figures: Figures): string {
  const sum = (end: 'accepted' | 'superseded' | 'withdrawn') =>
    figures.count(
      deliveries.reduce((all, delivery) => all + (delivery.register === register ? delivery.account[end] : 0), 0),
    )
  return t('run_ends', { accepted: sum('accepted'), superseded: sum('superseded'), withdrawn: sum('withdrawn') })
}

export function Quality({ report, figures, t }: Part) {
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

export function Durations({ report, figures, t }: Part) {
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
