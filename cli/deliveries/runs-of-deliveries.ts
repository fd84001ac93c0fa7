import { type RunReport, reportsLatestFirst } from '#warehouse'

/** What a run reported of a delivery. */
export interface ReportedDelivery {
  readonly report: RunReport
  readonly delivery: RunReport['deliveries'][number]
}

/** The run that took a delivery in, where its report is still there. */
export type RunOfDelivery = (of: {
  readonly sha256: string
  readonly file: string
  readonly generation: number
}) => ReportedDelivery | undefined

/** Reads the reports of all runs that published. One that is damaged is left out. */
export function runsOfDeliveries(home: string): RunOfDelivery {
  const known = new Map<string, ReportedDelivery>()
  for (const report of reportsLatestFirst(home)) {
    if (!report.decision.startsWith('published')) continue
    const number = Number(report.generation?.split('-')[0])
    for (const delivery of report.deliveries)
      known.set(keyOf({ ...delivery, generation: number }), { report, delivery })
  }
  return (of) => known.get(keyOf(of))
}

function keyOf({ sha256, file, generation }: Parameters<RunOfDelivery>[0]): string {
  return [sha256, generation, file].join(' ')
}
