// What a run of the benchmark prints and keeps. A result: { part, size, what, value, unit, least, greatest, ratio, reference,
// atMost | atLeast (of the value), ratioAtMost | ratioAtLeast, others: the share of the machine that others took }.
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
  return `  ${size.padEnd(8)}${what.padEnd(52)}${number(value).padStart(9)} ${unit.padEnd(4)}${range.padEnd(20)}${beside.padEnd(30)}${verdict}`
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

/** Where results are stored: those of this machine as it is, and those of it at half its speed. */
const files = { usual: 'last.json', slowed: 'slowed.json' }

/**
 * Compares with the last stored results and with those at the other speed, stores these in their place, and draws how cost grows with
 * size.
 *
 * @param speed - `usual` or `slowed`
 */
export async function finish(results, root, speed) {
  const folder = join(root, 'bench', 'results')
  mkdirSync(folder, { recursive: true })
  const last = stored(folder, files[speed])
  tellMoved(results, last)
  const other = speed === 'usual' ? 'slowed' : 'usual'
  tellVerdicts(results, stored(folder, files[other]), other)
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
  const kept = { at: new Date().toISOString(), machine, results: all }
  writeFileSync(join(folder, files[speed]), `${JSON.stringify(kept, null, 1)}\n`)
  if (speed === 'slowed') return
  // Only what is built can draw, and whoever says what to measure may not have built yet.
  const { growthPlot } = await import('./growth-plot.mjs')
  writeFileSync(join(folder, 'growth.svg'), await growthPlot(all))
}

function stored(folder, name) {
  const file = join(folder, name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { results: [] }
}

const keyOf = ({ part, size, what }) => `${part} ${size} ${what}`

function tellMoved(results, last) {
  const before = new Map(last.results.map((one) => [keyOf(one), one]))
  const moved = results.flatMap((result) => {
    const old = before.get(keyOf(result))
    // Ratios are told apart from the machine; figures without one are not.
    const [now, then] = result.ratio === undefined ? [result.value, old?.value] : [result.ratio, old?.ratio]
    return !then || Math.abs(now / then - 1) < 0.25 ? [] : [`  ${keyOf(result)}: ${number(then)} → ${number(now)}`]
  })
  console.log(`\nAgainst the results of ${last.at ?? 'no earlier run'}, what moved by a quarter or more:`)
  console.log(moved.length === 0 ? '  nothing' : moved.join('\n'))
}

function tellVerdicts(results, other, speed) {
  const verdicts = new Map(other.results.map((one) => [keyOf(one), holds(one)]))
  const isOther = (result) => {
    const verdict = verdicts.get(keyOf(result))
    return verdict !== undefined && verdict !== holds(result)
  }
  const short = results.filter((result) => holds(result) === false)
  console.log(`\n${results.filter((result) => holds(result)).length} promises hold, ${short.length} fall short`)
  for (const result of short) console.log(lineOf(result))
  const differing = results.filter(isOther)
  const found = differing.length === 0 ? 'nothing' : `\n${differing.map(lineOf).join('\n')}`
  console.log(`Judged otherwise in the ${speed} results: ${found}`)
}
