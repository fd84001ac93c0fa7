/** A figure at the end of a quarter, on the straight line between the ends of the years around it. */
export function atQuarterEnd(byYear: Readonly<Record<string, number>>, opening: number, quarter: number): number {
  const year = Math.floor(quarter / 4)
  const passed = ((quarter % 4) + 1) / 4
  const [before, after] = [byYear[String(year - 1)] ?? opening, byYear[String(year)] ?? lastOf(byYear)]
  return Math.round(before + (after - before) * passed)
}

/** A year's figure, or the last one known. */
export function inYear(byYear: Readonly<Record<string, number>>, year: number): number {
  return byYear[String(year)] ?? lastOf(byYear)
}

function lastOf(byYear: Readonly<Record<string, number>>): number {
  const last = Object.keys(byYear).sort().at(-1)
  return last === undefined ? 0 : (byYear[last] ?? 0)
}
