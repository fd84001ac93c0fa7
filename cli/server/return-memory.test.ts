import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { builtPath } from '#foundation'

/** Frees every second of many blocks, which leaves gaps that the allocator keeps, and prints the size before and afterwards in MB. */
const program = `
import { setTimeout } from 'node:timers/promises'
const { returnFreedMemory } = await import(process.argv[1])
const size = () => Math.round(process.memoryUsage.rss() / 2 ** 20)
const stop = returnFreedMemory()
let blocks = Array.from({ length: 4000 }, () => Buffer.allocUnsafeSlow(60_000).fill(1))
const before = size()
blocks = blocks.filter((_, at) => at % 2)
for (let round = 0; round < 5; round++) { gc(); await setTimeout(20) }
for (let round = 0; round < 100 && before - size() < 80; round++) await setTimeout(200)
console.log(before, size(), blocks.length)
await stop()
`

test('memory that was freed between blocks in use goes back to the system', () => {
  const module = builtPath('cli', 'server', 'return-memory.js')
  const words = ['--expose-gc', '--input-type=module', '--eval', program, module]
  const [before = 0, after = 0] = execFileSync(process.execPath, words, { encoding: 'utf8' }).split(' ').map(Number)
  expect(before - after).toBeGreaterThan(70)
})
