// Stands in for `vitest` in the test files: it keeps their tests, so that they can be run again and again in one process.
export { expect, inject, vi } from 'vitest'

const collected = () => globalThis.__collected

/** Begins to collect the tests of a file. */
export function collectFile(file) {
  globalThis.__collected = suite(file, undefined)
  return globalThis.__collected
}

const suite = (name, parent) => ({
  name,
  parent,
  beforeAll: [],
  afterAll: [],
  beforeEach: [],
  afterEach: [],
  tests: [],
})
const functionOf = (words) => words.find((word) => typeof word === 'function')

function addSuite(name, ...words) {
  const outer = globalThis.__collected
  globalThis.__collected = suite(`${outer.name} > ${name}`, outer)
  functionOf(words)()
  globalThis.__collected = outer
}

function addTest(name, ...words) {
  const suite = collected()
  const test = { name: `${suite.name} > ${name}`, run: functionOf(words), suite }
  for (let at = suite; at !== undefined; at = at.parent) at.tests.push(test)
}

function variants(add) {
  const each =
    (rows) =>
    (name, ...words) => {
      for (const [index, row] of rows.entries()) {
        const cells = Array.isArray(row) ? row : [row]
        add(`${name} [${index}]`, () => functionOf(words)(...cells))
      }
    }
  const none = () => {}
  const skipIf = (isSkipped) => (isSkipped ? none : add)
  return Object.assign(add, {
    each,
    for: each,
    skip: none,
    skipIf,
    runIf: (isRun) => skipIf(!isRun),
    concurrent: add,
    sequential: add,
  })
}

export const describe = variants(addSuite)
export const it = variants(addTest)
export const test = it
export const beforeAll = (work) => collected().beforeAll.push(work)
export const afterAll = (work) => collected().afterAll.unshift(work)
export const beforeEach = (work) => collected().beforeEach.push(work)
export const afterEach = (work) => collected().afterEach.unshift(work)
