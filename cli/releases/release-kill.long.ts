import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeSamples } from '#data-samples'
import { packagePath } from '#foundation'
import { releaseStore } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { type TestHome, testHome } from '../testing/homes.ts'

const program = packagePath('dist', 'cli', 'main.js')
const kills = 25
const jurisdiction = 'kg'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

/** Runs a command as a process of its own, and kills it after some milliseconds if it is still at work. */
function run(home: string, words: readonly string[], killAfter?: number): Promise<number | null> {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, TARAZA_HOME: home },
    stdio: 'ignore',
  })
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code)
    }),
  )
}

async function nightly(from: string, to: string): Promise<void> {
  await writeSamples({ jurisdiction: 'kg', out: test.incoming, from, to })
  await runNightly({ home: test.home, jurisdiction, incoming: test.incoming, now: new Date('2024-01-01') })
}

describe('a release that is killed', () => {
  it(`leaves the last release served, and the next one ends as an undisturbed one (${kills} kills)`, async () => {
    await nightly('2022-01', '2022-12')
    // With a secret of its own each run would draw other numbers, and a year alone keeps its promises by a narrow margin.
    mkdirSync(join(test.home, 'secrets'), { recursive: true })
    writeFileSync(join(test.home, 'secrets', 'disclosure.key'), createHash('sha256').update('1').digest())
    expect(await run(test.home, ['release'])).toBe(0)
    const [first] = releaseStore.list(test.home)
    await nightly('2023-01', '2023-03')
    const undisturbed = join(test.home, '..', 'undisturbed')
    cpSync(test.home, undisturbed, { recursive: true })
    const start = performance.now()
    expect(await run(undisturbed, ['release'])).toBe(0)
    const duration = performance.now() - start
    const expected = releaseStore.list(undisturbed).at(-1)?.contentHash
    for (let kill = 0; kill < kills; kill++) {
      await run(test.home, ['release'], (duration * (kill + Math.random())) / kills)
      expect(await run(test.home, ['query', 'sentences', '--measure', 'persons'])).toBe(0)
      expect([first?.contentHash, expected]).toContain(releaseStore.list(test.home).at(-1)?.contentHash)
    }
    await run(test.home, ['release'])
    expect(releaseStore.list(test.home).at(-1)?.contentHash).toBe(expected)
    expect(await run(test.home, ['query', 'sentences', '--measure', 'persons', '--level', 'analyst'])).toBe(0)
  }, 900_000)
})
