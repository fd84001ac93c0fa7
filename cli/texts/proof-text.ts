import { printable } from '#foundation'
import type { ProofState } from '../prove/compare.ts'
import type { ProofReport, ProofRow } from '../prove/report.ts'
import { tableText } from './table-text.ts'

const words: Readonly<Record<ProofState, string>> = {
  differs: 'differs',
  not_available: 'not available',
  protected: 'protected',
  within: 'within the error of protection',
  equal: 'equal',
}

const order: readonly ProofState[] = ['differs', 'not_available', 'protected', 'within', 'equal']

/** So many rows are shown; the report has all. */
const maxRows = 20

/** What a terminal shows of a comparison: the differences first. */
export function proofText({ rows, release, summary, totals, counting }: ProofReport, out: string | undefined): string {
  const open = rows.filter(({ state }) => state !== 'equal').toSorted(byState)
  const shown = open.slice(0, maxRows)
  const more = open.length > shown.length ? [`and ${open.length - shown.length} others\n`] : []
  const reasons = [
    ...new Set(shown.flatMap(({ line, reason }) => (reason === null ? [] : [`line ${line}: ${reason}\n`]))),
  ]
  const table = tableText(
    ['line', 'figure of', 'truth', 'release', 'difference', 'at most', 'state'],
    shown.map(cellsOf),
  )
  return [
    ...(shown.length === 0 ? [] : [table, ...more, ...reasons, '\n']),
    `${printable(totals.file)} beside the release ${release.id}, published ${release.publishedAt.slice(0, 10)}:\n`,
    ...order.map((state) => `  ${words[state]}: ${summary[state]}\n`),
    ...Object.entries(counting).map(([dataset, { unit, rule }]) => `${dataset} counts: ${unit}. ${rule}.\n`),
    out === undefined
      ? 'Write the report for the archive with --out report.csv or --out report.json.\n'
      : `Wrote ${printable(out)}.\n`,
  ].join('')
}

function byState(one: ProofRow, other: ProofRow): number {
  const size = ({ difference, tolerance }: ProofRow) => Math.abs(difference ?? 0) - (tolerance ?? 0)
  return order.indexOf(one.state) - order.indexOf(other.state) || size(other) - size(one)
}

function cellsOf({ line, dataset, measure, period, codes, truth, figure, difference, tolerance, state }: ProofRow) {
  const of = [`${dataset}.${measure}`, ...(period === null ? [] : [period]), ...Object.values(codes)].join(' ')
  return [String(line), of, String(truth), ...[figure, difference, tolerance].map(rounded), words[state]]
}

function rounded(figure: number | null): string {
  return figure === null ? '' : String(Math.round(figure * 1000) / 1000)
}
