import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesIn, sha256 } from '#foundation'
import { storedMeaning } from '../../warehouse/versions/stored-meaning.ts'
import { sayNumbers } from '../testing/earlier-home.ts'
import { runOn, type TestHome, testHome } from '../testing/homes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'

let test: TestHome
beforeAll(async () => {
  test = testHome()
  test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(9)))
  await runOn(test.home, ['nightly', '--jurisdiction', 'kg', '--incoming', test.incoming])
})
afterAll(() => test.remove())

const reading = 'runs list,quarantine list,generations list,releases list,token list,query sentences --measure persons'
const others = 'nightly,release,check court_sentences_z.csv,doctor,audit verify,budget list'
const commands = `${reading},${others}`.split(',').map((line) => line.split(' '))

/** All files of the home with their hashes. */
function content(): Readonly<Record<string, string>> {
  return Object.fromEntries(filesIn(test.home).map((name) => [name, sha256(readFileSync(join(test.home, name)))]))
}

describe('every command on a home', () => {
  it('that needs an upgrade says so once, and names the command', async () => {
    sayNumbers(test.home, { meaning: 2 })
    const waiting = test.deliver('court_sentences_z.csv', sentencesCsv(soundRows(3)))
    for (const words of commands) {
      const { out, err } = await runOn(test.home, words[0] === 'check' ? ['check', waiting] : words)
      expect([words, `${out}${err}`.match(/run "taraza upgrade --backup FOLDER" once/g)]).toEqual([
        words,
        [expect.any(String)],
      ])
    }
  })

  it('of a later version is refused in one line, and nothing is written', async () => {
    sayNumbers(test.home, { meaning: storedMeaning + 1 })
    const before = content()
    for (const words of [
      ...commands,
      ['upgrade'],
      ['rebuild'],
      ['serve'],
      ['backup', join(test.home, '..', 'never')],
    ]) {
      const { code, err } = await runOn(test.home, words)
      const line = /^\S+manifest.json: A later version of the program wrote this .*\[FOREIGN_SCHEMA\]\n$/
      expect([words, code, err]).toEqual([words, 1, expect.stringMatching(line)])
    }
    expect(content()).toEqual(before)
  })
})
