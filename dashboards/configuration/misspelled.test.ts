import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Fault, packagePath, packageRoot } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { type Misspelling, misspellings } from '../../foundation/testing/misspellings.ts'
import { misspelledTexts } from '../testing/misspelled-texts.ts'
import { OneChanged } from '../testing/one-changed.ts'

const changed = new OneChanged(loadJurisdiction('kg'))
afterAll(() => changed.remove())

/** The long run misspells every word, one at a time; the short one takes a part of them. */
const step = process.env['TARAZA_TEST'] === 'long' ? 1 : 40

/** Statements and words of the program itself are tested where they stand. */
const configured = [
  'warehouse/**/*.yaml',
  'dashboards/**/*.yaml',
  ':!warehouse/quality',
  ':!warehouse/query',
  ':!**/of-codes.yaml',
]
const files = execFileSync('git', ['ls-files', ...configured], { cwd: packageRoot, encoding: 'utf8' })
  .trim()
  .split('\n')

/** Names that a file gives to what it declares: nothing knows them before. Whoever uses one of them, and misspells it, is told. */
const given: readonly RegExp[] = [
  /^\S+boards\/\S+ (panels\.name|parameters.name)$/,
  /^\S+pack\.yaml sections\.name$/,
  /^\S+datasets\/\S+ (counts|measures)\.\w+\.\w+\.key$/,
  /^\S+indicators\.yaml (code|custodian|series\.series)$/,
  /^\S+dimensions\.yaml (\w+\.\w+\.key|\w+\.alias)$/,
]

/** Numbers, yes and no: what was meant cannot be guessed. */
const isPlainValue = (word: string) => /^([\d.]+|true|false)$/.test(word)

function isTold(path: string, { word, wrong, where, line }: Misspelling, faults: readonly Fault[]): boolean {
  const here = faults.filter((fault) => basename(fault.file) === basename(path) && fault.line === line)
  if (here.some((fault) => fault.word?.includes(wrong) && fault.nearest?.includes(word))) return true
  if (given.some((pattern) => pattern.test(`${path} ${where}`))) return true
  return here.length > 0 && (isPlainValue(word) || ['year', 'quarter', 'month'].includes(word))
}

describe('a misspelled word of the configuration', () => {
  it.each(files)('is told with its line and the right word: %s', { timeout: 900_000 }, (path) => {
    const text = readFileSync(packagePath(path), 'utf8')
    const all = path.includes('/texts/') ? misspelledTexts(text) : misspellings(text)
    expect(all.length).toBeGreaterThan(0)
    const untold = all
      .filter((_, at) => at % step === 0)
      .filter((one) => !isTold(path, one, changed.faultsWith(path, one.text)))
    expect(untold.map(({ where, wrong, line }) => `${path}:${line} ${where}: ${wrong}`)).toEqual([])
  })
})
