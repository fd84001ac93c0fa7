// Runs collected tests one by one. What a suite does before its tests is done once for those that run together.

/** @returns a session: `open(test)` does what its suites do first, `run(test)` says what went wrong, or `undefined`; `close()` undoes what the suites made */
export function session(patience) {
  const open = new Map()

  /** Opens the suites of a test from the outermost. */
  async function opened(suite) {
    if (suite === undefined) return undefined
    const failed = await opened(suite.parent)
    if (failed !== undefined) return failed
    if (!open.has(suite)) open.set(suite, await failureOf(suite.beforeAll, patience))
    return open.get(suite)
  }

  async function run(test) {
    const failed = await opened(test.suite)
    if (failed !== undefined) return failed
    const suites = []
    for (let at = test.suite; at !== undefined; at = at.parent) suites.unshift(at)
    const before = await failureOf(
      suites.flatMap(({ beforeEach }) => beforeEach),
      patience,
    )
    const failure = before ?? (await failureOf([test.run], patience))
    const after = await failureOf(
      suites.toReversed().flatMap(({ afterEach }) => afterEach),
      patience,
    )
    return failure ?? after
  }

  async function close() {
    for (const suite of [...open.keys()].toReversed()) await failureOf(suite.afterAll, patience)
  }

  return { open: (test) => opened(test.suite), run, close }
}

/** What went wrong in one of some functions. */
async function failureOf(functions, patience) {
  for (const work of functions) {
    let timer
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('it takes far too long')), patience)
    })
    try {
      await Promise.race([(async () => work())(), late])
    } catch (error) {
      return error ?? new Error('nothing was thrown')
    } finally {
      clearTimeout(timer)
    }
  }
  return undefined
}
