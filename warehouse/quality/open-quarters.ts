import type { Jurisdiction } from '#jurisdictions'
import type { GenerationManifest } from '../generations/manifest.ts'

/** A quarter that has ended, with the registers whose deliveries do not cover the whole of it. */
export interface Quarter {
  readonly quarter: string
  readonly missing: readonly string[]
}

/** The last four quarters that have ended, latest first, and what is missing to close them. */
export function openQuarters(
  { profile }: Pick<Jurisdiction, 'profile'>,
  { deliveries }: Pick<GenerationManifest, 'deliveries'>,
  now: Date,
): readonly Quarter[] {
  const current = now.getUTCFullYear() * 4 + Math.floor(now.getUTCMonth() / 3)
  return [1, 2, 3, 4].map((back) => {
    const quarter = current - back
    const days = daysOf(quarter)
    const missing = profile.closes_quarter.filter((register) => {
      const spans = deliveries.flatMap((delivery) => (delivery.register === register ? (delivery.coverage ?? []) : []))
      return !isCovered(days, spans)
    })
    return { quarter: `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`, missing }
  })
}

interface Span {
  readonly from: string
  readonly to: string
}

function daysOf(quarter: number): Span {
  const [year, month] = [Math.floor(quarter / 4), (quarter % 4) * 3]
  return { from: isoDate(new Date(Date.UTC(year, month, 1))), to: isoDate(new Date(Date.UTC(year, month + 3, 0))) }
}

/** Whether the spans together cover every day. */
function isCovered({ from, to }: Span, spans: readonly Span[]): boolean {
  let next = from
  for (const span of spans.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    if (span.from <= next && span.to >= next) next = dayAfter(span.to)
  }
  return next > to
}

function dayAfter(day: string): string {
  return isoDate(new Date(Date.parse(day) + 86_400_000))
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}
