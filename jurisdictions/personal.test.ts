import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packagePath, Refusal } from '#foundation'
import { loadJurisdiction } from './index.ts'
import { whyNotLinear } from './loader/safe-pattern.ts'

/** A copy of a jurisdiction whose rules for personal data are these, or none. */
function withRules(rules: string | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'personal-'))
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  rmSync(join(folder, 'personal.yaml'))
  if (rules !== undefined) writeFileSync(join(folder, 'personal.yaml'), rules)
  return folder
}

function faultOf(load: () => unknown): string {
  try {
    load()
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
  return 'nothing is wrong'
}

describe('the rules for personal data of a jurisdiction', () => {
  it('are laid upon the common ones', () => {
    const { personal } = loadJurisdiction('kg')
    expect(personal.phones[0]?.country).toBe('996')
    expect(personal.texts.map(({ code }) => code)).toEqual(expect.arrayContaining(['PASSPORT', 'EMAIL']))
    expect(personal.columns).toEqual(expect.arrayContaining(['фио', 'iban']))
    expect(loadJurisdiction('mn').personal.phones[0]?.country).toBe('976')
  })

  it('are the common ones where there are no others', () => {
    const { personal } = loadJurisdiction(withRules(undefined))
    expect(personal.phones).toEqual([])
    expect(personal.numbers.map(({ code }) => code)).toEqual(['BANK_CARD'])
  })

  it('stand beside each contract', () => {
    const { contracts, personal } = loadJurisdiction('kg')
    for (const contract of contracts.values()) expect(contract.personal).toBe(personal)
  })

  it.each([
    ["texts: [{ code: X_Y, pattern: 'a+b' }]", /texts.0.pattern: a repetition needs an end/],
    ["texts: [{ code: X_Y, pattern: '(' }]", /texts.0.pattern: is no regular expression/],
    ["numbers: [{ code: X_Y, length: 9, digits: '(\\d{1,3}){3}' }]", /numbers.0.digits: a repetition stands inside/],
    ['fones: []', /fones/],
  ])('are refused where they are wrong: %s', (rules, message) => {
    const folder = withRules(rules)
    expect(existsSync(join(folder, 'personal.yaml'))).toBe(true)
    expect(faultOf(() => loadJurisdiction(folder))).toMatch(message)
  })
})

describe('cells that a contract allows', () => {
  const allowing = (entry: string) => {
    const folder = withRules(undefined)
    const path = join(folder, 'contracts', 'sentences.yaml')
    writeFileSync(path, `${readFileSync(path, 'utf8')}allowed:\n  - ${entry}\n`)
    return faultOf(() => loadJurisdiction(folder))
  }

  it('name a column of the file, the cell, who decided and why', () => {
    expect(allowing('{ column: COURT, value: X, by: a steward, reason: a court }')).toBe('nothing is wrong')
    expect(allowing('{ column: COURT, value: X, by: a steward }')).toMatch(/personal_data_exceptions.0.*reason/)
    expect(allowing('{ column: COURT, by: a steward, reason: a court }')).toMatch(/either a value or its sha256/)
    expect(allowing("{ column: COURT, value: X, by: ' ', reason: a court }")).toMatch(/personal_data_exceptions.0.by/)
  })

  it('are refused for a column that no file has', () => {
    const reported = allowing('{ column: COURTS, value: X, by: a steward, reason: a court }')
    expect(reported).toMatch(/personal_data_exceptions.0.column: .*"COURTS". Did you mean "COURT"/)
  })
})

describe('a pattern', () => {
  it.each([
    'a*',
    'a+',
    'a{2,}',
    '(a{1,3}){2}',
    '(a?b){1,9}',
    '(?=a)b',
    '(?<!a)b',
    '(?<x>a)',
    '(a)\\1',
    '(',
    'a{0,50}b{0,50}',
  ])('that could take long is told: %s', (pattern) => expect(whyNotLinear(pattern)).toBeDefined())

  it.each(['\\d{14}', '[a+*]b', 'a\\+b', '(?:19|20)\\d\\d', '(?:a|b)?c', '[a-z]{2} ?\\d{4,8}', '\\p{L}{2}'])(
    'that cannot is taken: %s',
    (pattern) => expect(whyNotLinear(pattern)).toBeUndefined(),
  )
})
