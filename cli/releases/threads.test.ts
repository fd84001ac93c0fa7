import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeSamples } from '#data-samples'
import { releaseStore } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { assessmentsCube, ownJurisdiction, publishOnly, quarterlySentences } from '../testing/own-jurisdiction.ts'
import { runRelease } from './run-release.ts'

let test: TestHome
beforeAll(async () => {
  test = testHome()
  const jurisdiction = ownJurisdiction(test)
  keepSecrets(test.home)
  const search = { sweeps: { soft: 10, hard: 5 }, attempts: 3, greatest: 100, mean: 100 }
  publishOnly(jurisdiction, { cubes: quarterlySentences + assessmentsCube, ...search })
  await writeSamples({ jurisdiction: 'kg', out: test.incoming, from: '2023-01', to: '2023-06' })
  await runNightly({ home: test.home, jurisdiction, incoming: test.incoming, now: new Date('2023-08-01') })
})
afterAll(() => test.remove())

/** The files of a release that so many threads have made, with what is in them. */
async function released(threads: number): Promise<ReadonlyMap<string, string>> {
  const home = join(test.home, '..', `threads-${threads}`)
  cpSync(test.home, home, { recursive: true })
  const { id } = await runRelease({ home, now: new Date('2023-08-14T06:00:00Z'), threads })
  const folder = releaseStore.folder(home, id)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(folder.length), createHash('sha256').update(readFileSync(path)).digest('hex')]
    }),
  )
}

it('releases are equal to the byte with one thread and with two', async () => {
  const [one, two] = [await released(1), await released(2)]
  expect(one.size).toBeGreaterThan(5)
  expect([...two].sort()).toEqual([...one].sort())
})
