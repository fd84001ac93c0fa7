/** Some of several files are out of the ordinary: nothing is said of any of them, and these have to be taken in alone. */
export class NotTogether extends Error {
  /** Their places among the files. */
  readonly places: ReadonlySet<number>

  constructor(places: ReadonlySet<number>) {
    super('some of these files have to be taken in alone')
    this.places = places
  }
}

/** @throws {@link NotTogether} when there are any places */
export function requireNone(places: Iterable<number>): void {
  const all = new Set(places)
  if (all.size > 0) throw new NotTogether(all)
}

/** The places of the items that a condition holds for. */
export function placesWhere<T>(items: readonly T[], is: (item: T, place: number) => boolean): number[] {
  return items.flatMap((item, place) => (is(item, place) ? [place] : []))
}
