import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesIn } from '#foundation'
import { generationStore, releaseStore } from '#warehouse'
import { runNightly } from './nightly/run-nightly.ts'
import { changeFingerprints, sayNumbers } from './testing/earlier-home.ts'
import { keepSecrets, type TestHome, testHome } from './testing/homes.ts'
import { ownJurisdiction, publishOnly, quarterlySentences } from './testing/own-jurisdiction.ts'
import { faultAt, inProcess } from './testing/processes.ts'
import { deliver } from './testing/registers.ts'
import { sentencesCsv, soundRows } from './testing/sentences.ts'

let test: TestHome
beforeEach(async () => {
  test = testHome()
  keepSecrets(test.home)
  const jurisdiction = ownJurisdiction(test)
  const search = { sweeps: { soft: 15, hard: 4 }, attempts: 12, greatest: 100, mean: 100 }
  publishOnly(jurisdiction, { cubes: quarterlySentences, ...search })
  deliver(test, 'sentences', sentencesCsv(soundRows(200)))
  await runNightly({ home: test.home, jurisdiction, incoming: test.incoming, now: new Date() })
})
afterEach(() => test.remove())

/** A home and its incoming folder, beside those of the test. */
function copyOf(name: string): { readonly home: string; readonly incoming: string } {
  const copy = { home: join(test.home, '..', name), incoming: join(test.home, '..', `${name}-incoming`) }
  cpSync(test.home, copy.home, { recursive: true })
  cpSync(test.incoming, copy.incoming, { recursive: true })
  return copy
}

/** What a home serves. */
const served = (home: string) => [generationStore.current(home)?.registers, releaseStore.current(home)?.contentHash]

function deliverMore(): void {
  const rows = soundRows(9).map((row) => ({ ...row, CASE_ID: `N${row['CASE_ID']}` }))
  deliver(test, 'sentences', sentencesCsv(rows))
}

const gaps = ['supervision', 'custody', 'services', 'assessments'].map((register) => `--accept-gap ${register}:2024-Q1`)
const release = `release --through 2024-Q1 ${gaps.join(' ')} --accepted-by steward`

async function makeEarlier(): Promise<void> {
  await changeFingerprints(test.home, ['sentences'])
  sayNumbers(test.home, { meaning: 2 })
}

describe('a disk that is full from any change of files on', () => {
  it.each([
    ['nightly', deliverMore],
    ['upgrade --no-backup', makeEarlier],
    ['rebuild', () => {}],
    [release, () => {}],
    ['keys rotate signing', () => {}],
    ['token create --name ann --role analyst', () => {}],
  ])(
    'ends "%s" with 75 and a sentence, and the next one as an undisturbed one',
    async (line, prepare) => {
      await prepare()
      const words = line.split(' ')
      const run = ({ home, incoming }: ReturnType<typeof copyOf>, first?: string) =>
        inProcess(home, line === 'nightly' ? [...words, '--incoming', incoming] : words, first)
      const before = served(test.home)
      const undisturbed = copyOf('undisturbed')
      expect(await run(undisturbed)).toMatchObject({ end: 0 })
      for (let change = 0; ; change++) {
        const copy = copyOf(`full-${change}`)
        const { end, text } = await run(copy, faultAt(copy.home, { kind: 'full', change }))
        if (end === 0) break
        expect([change, end, text]).toEqual([
          change,
          75,
          expect.stringMatching(/The disk is full\. .* \[DISK_FULL\]\n$/),
        ])
        expect([before, served(undisturbed.home)]).toContainEqual(served(copy.home))
        await run(copy)
        expect(served(copy.home)).toEqual(served(undisturbed.home))
        expect(filesIn(copy.home).filter((name) => /\.new$|unfinished|^work\/./.test(name))).toEqual([])
      }
    },
    1_800_000,
  )
})
