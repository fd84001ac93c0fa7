/** Days from the first to the last, as ISO dates. */
export interface Span {
  readonly from: string
  readonly to: string
}

/** Whether the spans together cover every day. */
export function isCovered({ from, to }: Span, spans: readonly Span[]): boolean {
  let next = from
  for (const span of spans.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    if (span.from <= next && span.to >= next) next = addDays(span.to, 1)
  }
  return next > to
}

/** The day that comes so many days after another. */
export function addDays(day: string, days: number): string {
  return isoDate(new Date(Date.parse(day) + days * 86_400_000))
}

/** The day of a moment in universal time. */
export function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}
