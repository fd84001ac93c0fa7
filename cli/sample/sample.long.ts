import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unpackSampleRelease } from '#data-samples'
import { packagePath } from '#foundation'
import { generationStore, preparationOf, releaseStore } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'
import { beginSample } from './begin-sample.ts'
import { makeSampleRelease } from './make-sample-release.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

const kills = 10

/** Makes the figures of a home, and is killed after some milliseconds if it is still at work. @returns its exit code */
function prepare(home: string, killAfter?: number): Promise<number | null> {
  const child = spawn(process.execPath, [packagePath('dist', 'cli', 'main.js'), 'prepare'], {
    env: { ...process.env, TARAZA_HOME: home },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code)
    })
  })
}

describe('the sample release', () => {
  it('is made again with the same content', async () => {
    unpackSampleRelease('kg', join(test.incoming, 'shipped'))
    mkdirSync(test.home)
    const { manifest } = await makeSampleRelease(test.home, () => {})
    expect(manifest.contentHash).toBe(releaseStore.current(join(test.incoming, 'shipped'))?.contentHash)
  }, 3_600_000)
})

describe('the figures of a sample home', () => {
  it(`come to the content of the sample, however often the work is killed (${kills} kills)`, async () => {
    beginSample(test.home)
    const shipped = releaseStore.current(join(test.home, 'sample'))?.contentHash
    const far: number[] = []
    for (let kill = 0; kill < kills; kill++) {
      await prepare(test.home, 15_000 + Math.random() * 30_000)
      far.push(preparationOf(test.home)?.done ?? 1)
      expect(releaseStore.current(join(test.home, 'sample'))?.contentHash ?? shipped).toBe(shipped)
    }
    // What was done stays done: each start goes on where the one before was stopped.
    expect(far).toEqual([...far].sort((one, other) => one - other))
    expect(far.at(-1)).toBeGreaterThan(far[0] ?? 1)
    expect(await prepare(test.home)).toBe(0)
    expect(releaseStore.current(test.home)).toMatchObject({ id: '2026-Q3.1', contentHash: shipped })
    expect(generationStore.current(test.home)?.persons).toBeGreaterThan(50_000)
    expect(preparationOf(test.home)).toBeUndefined()
  }, 3_600_000)
})
