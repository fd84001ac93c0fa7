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

const numbers = Float64Array.from({ length: 1e6 }, (_, at) => (at * 16_807) % 2_147_483_647)

/** Sorts a million numbers: a fixed piece of work of one thread that others are compared with. */
export function sortMillion() {
  return numbers.slice().sort()
}
