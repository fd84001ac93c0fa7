// How every part measures: the ways take turns, so that a busy machine is as unfair to one as to the other.

/** Runs each way `rounds` times in turn; resolves to the milliseconds of each. */
export async function inTurns(ways, rounds) {
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(ways)) {
      globalThis.gc?.()
      const start = performance.now()
      await run(round)
      times[name].push(performance.now() - start)
    }
  return times
}

/** Median, least and greatest of numbers. */
export function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return { value: sorted[Math.floor(sorted.length / 2)], least: sorted[0], greatest: sorted.at(-1) }
}
