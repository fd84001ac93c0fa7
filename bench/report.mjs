// What a run of the benchmark prints and keeps. A result: { part, size, what, value, unit, least, greatest, ratio, reference,
// atMost | atLeast (of the value), ratioAtMost | ratioAtLeast }.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/** Whether a result keeps its promise; `undefined` where none was made. */
export function holds({ value, ratio, atMost, atLeast, ratioAtMost, ratioAtLeast, holds: told }) {
  const all = [
    told,
    atMost === undefined ? undefined : value <= atMost,
    atLeast === undefined ? undefined : value >= atLeast,
    ratioAtMost === undefined ? undefined : ratio <= ratioAtMost,
    ratioAtLeast === undefined ? undefined : ratio >= ratioAtLeast,
  ].filter((one) => one !== undefined)
  return all.length === 0 ? undefined : all.every(Boolean)
}

export function lineOf(result) {
  const { size, what, value, unit, least, greatest, ratio, reference } = result
  const range = least === undefined ? '' : `[${number(least)}–${number(greatest)}]`
  const beside = ratio === undefined ? '' : `${ratio.toFixed(2)} x ${reference}`
  const kept = holds(result)
  const verdict = kept === undefined ? '' : `${kept ? 'holds' : 'FALLS SHORT'} (${promiseOf(result)})`
  return `  ${size.padEnd(7)}${what.padEnd(52)}${number(value).padStart(9)} ${unit.padEnd(4)}${range.padEnd(20)}${beside.padEnd(30)}${verdict}`
}

function promiseOf({ unit, atMost, atLeast, ratioAtMost, ratioAtLeast }) {
  return [
    atMost === undefined ? [] : `at most ${atMost} ${unit}`,
    atLeast === undefined ? [] : `at least ${atLeast} ${unit}`,
    ratioAtMost === undefined ? [] : `at most ${ratioAtMost} x`,
    ratioAtLeast === undefined ? [] : `at least ${ratioAtLeast} x`,
  ]
    .flat()
    .join(', ')
}

export const number = (value) =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)

/** Compares with the last stored results, stores these in their place, and draws how cost grows with size. */
export async function finish(results, root) {
  const folder = join(root, 'bench', 'results')
  const file = join(folder, 'last.json')
  mkdirSync(folder, { recursive: true })
  const last = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { results: [] }
  const keyOf = ({ part, size, what }) => `${part} ${size} ${what}`
  const before = new Map(last.results.map((one) => [keyOf(one), one]))
  const moved = results.flatMap((result) => {
    const old = before.get(keyOf(result))
    // Ratios are told apart from the machine; figures without one are not.
    const [now, then] = result.ratio === undefined ? [result.value, old?.value] : [result.ratio, old?.ratio]
    return !then || Math.abs(now / then - 1) < 0.25 ? [] : [`  ${keyOf(result)}: ${number(then)} → ${number(now)}`]
  })
  console.log(`\nAgainst the results of ${last.at ?? 'no earlier run'}, what moved by a quarter or more:`)
  console.log(moved.length === 0 ? '  nothing' : moved.join('\n'))
  const short = results.filter((result) => holds(result) === false)
  console.log(`\n${results.filter((result) => holds(result)).length} promises hold, ${short.length} fall short`)
  for (const result of short) console.log(lineOf(result))
  const measured = new Set(results.map(({ part, size }) => `${part} ${size}`))
  const all = [...last.results.filter(({ part, size }) => !measured.has(`${part} ${size}`)), ...results].filter(
    ({ value }) => value === Number(value),
  )
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model ?? arch(),
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
  }
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, results: all }, null, 1)}\n`)
  // Only what is built can draw, and whoever says what to measure may not have built yet.
  const { growthPlot } = await import('./growth-plot.mjs')
  writeFileSync(join(folder, 'growth.svg'), await growthPlot(all))
}
