import { sum } from 'd3-array'
import type { RunReport } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import type { RunPart } from './run-part.ts'
import { Section } from './section.tsx'

export function Changes({ report, figures, t, registerLabel, labelOf }: RunPart) {
  const changed = report.registers.filter(
    ({ register, before, after }) => before !== after || lost(report, register) > 0,
  )
  if (changed.length === 0 && report.figures.length === 0) return <p>{t('run_no_change')}</p>
  const beforeAndAfter = [{ numbers: t('run_before') }, { numbers: t('run_after') }]
  const registers = changed.map(({ register, before, after }) => [
    registerLabel(register),
    figures.count(before),
    figures.count(after),
    endsOf(report, register, t, figures),
  ])
  const persons = report.figures.map(({ year, sanction_class, before, after }) => [
    labelOf(String(year)),
    sanction_class,
    figures.count(before),
    figures.count(after),
  ])
  const ofRegisters = [t('run_register'), ...beforeAndAfter, t('run_why')]
  const ofPersons = [t('run_year'), t('run_class'), ...beforeAndAfter]
  return (
    <>
      <Section title={t('run_changes')} heads={ofRegisters} rows={registers} isKept />
      <Section title={t('run_persons')} heads={ofPersons} rows={persons} isKept />
    </>
  )
}

type DeliveryOfRun = RunReport['deliveries'][number]

/** Why a register changed: what the deliveries of this run did to it, and to the rows of earlier ones. */
function endsOf(report: RunReport, register: string, t: Translate, figures: FigureWriter): string {
  const sum = (of: (delivery: DeliveryOfRun) => number | undefined) => figures.count(summed(report, register, of))
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

function summed(
  { deliveries }: RunReport,
  register: string,
  of: (delivery: DeliveryOfRun) => number | undefined,
): number {
  const own = deliveries.filter((delivery) => delivery.register === register)
  return sum(own, of)
}

export function Quality({ report, figures, t, labelOf }: RunPart) {
  const isShare = (measure: string) => ['handoff_within_10', 'handoff_within_30', 'handoff_unmatched'].includes(measure)
  const rows = report.quality.map(({ measure, subject, value }) => [
    t(`quality_${measure}`),
    labelOf(subject),
    isShare(measure) ? figures.percent(value) : figures.count(value),
  ])
  const heads = [t('run_meaning'), t('run_of_what'), { numbers: t('run_value') }]
  return <Section title={t('run_quality')} heads={heads} rows={rows} />
}

export function Durations({ report, figures, t }: RunPart) {
  const rows = Object.entries(report.durations).map(([step, milliseconds]) => [
    t(`step_${step}`),
    figures.count(milliseconds),
  ])
  return <Section title={t('run_durations')} heads={[t('run_step'), { numbers: t('run_value') }]} rows={rows} isKept />
}
