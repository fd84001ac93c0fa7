// How every benchmark measures: the ways take turns, so that a busy machine is as unfair to one as to the other.

/** Runs each way `rounds` times in turn and returns the median, least and greatest milliseconds of each. */
export async function measure(ways, rounds) {
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(ways)) {
      globalThis.gc?.()
      const start = performance.now()
      await run()
      times[name].push(performance.now() - start)
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => {
      const sorted = all.sort((a, b) => a - b)
      return [name, { median: sorted[Math.floor(sorted.length / 2)], least: sorted[0], greatest: sorted.at(-1) }]
    }),
  )
}

/** Prints the measured ways as ratios to a reference that ran in the same rounds. */
export function printRatios(title, reference, results) {
  console.log(`\n${title}`)
  const base = results[reference].median
  for (const [name, { median, least, greatest }] of Object.entries(results)) {
    const ratio = (median / base).toFixed(2)
    console.log(
      `  ${name.padEnd(44)} ${median.toFixed(1).padStart(9)} ms  [${least.toFixed(1)}–${greatest.toFixed(1)}]  ${ratio} x`,
    )
  }
}
