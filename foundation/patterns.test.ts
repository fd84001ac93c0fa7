import { RegExpParser } from '@eslint-community/regexpp'
import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { gateOf } from '../ingest/personal/gate.ts'
import { longestText } from '../ingest/personal/words.ts'
import { type Attack, attacksOn, textOf } from './testing/pattern-attacks.ts'
import { stepCounter } from './testing/pattern-steps.ts'
import { programPatterns } from './testing/program-patterns.ts'

/** Patterns that are made while the program runs: what makes them, and what is made. */
const created: Readonly<Record<string, readonly string[]>> = {
  'api/access/token-store.ts new RegExp(`^${prefix}_([0-9a-f]+)_([\\\\w-]+)$`)': ['/^taraza_([0-9a-f]+)_([\\w-]+)$/'],
  "api/http/in-each-language.ts new RegExp(`^/(?<language>${languages.join('|')})${rest === '' ? '' : `/${rest}`}/?$`)":
    [
      '/^\\/(?<language>ky|ru|en)\\/?$/',
      '/^\\/(?<language>ky|ru|en)\\/d\\/(?<board>probation)\\/?$/',
      '/^\\/(?<language>ky|ru|en)\\/runs\\/(?<run>[^/]+)\\/?$/',
    ],
  "ingest/read/encoded-twice.ts new RegExp(pair, 'gu')": ['/[РСТУ][ЂЃёј\\u0080-\\u009f]/gu'],
  "ingest/read/encoded-twice.ts new RegExp(`${pair}${pair}`, 'u')": [
    '/[РС][Ђј\\u0080-\\u009f][РС][Ђј\\u0080-\\u009f]/u',
  ],
}

/** Rules for personal data are files of a jurisdiction, whose loader takes safe patterns only: these make expressions of them. */
const ofRules: Readonly<Record<string, string>> = {
  "ingest/personal/gate.ts new RegExp(isWord ? `${wordBefore}(?:${pattern})${wordAfter}` : pattern, 'u')": 'texts',
  "ingest/personal/gate.ts new RegExp(`^(?:${pattern})$`, 'u')": 'numbers and phones',
  "jurisdictions/loader/safe-pattern.ts new RegExp(pattern, 'iu')": 'whether a pattern is one',
}

/** Those that are shipped. */
const shippedRules = ['kg', 'mn']
  .flatMap((code) => {
    const { texts, numbers, phones, announced, writtenDate } = gateOf(loadJurisdiction(code).personal)
    const ofPhones = phones.flatMap(({ national, mobile }) => [national, mobile ?? national])
    return [...[...texts, ...numbers].map(({ pattern }) => pattern), ...ofPhones, announced ?? writtenDate, writtenDate]
  })
  .map(String)

/** The most steps that a rule may take on the longest text that is searched. */
const maxStepsOfRule = 1_500_000

/** Of the steps from once to twice as far, and from there to four times: they double, or more than that. */
const maxGrowth = 2.5

const parser = new RegExpParser()

/** The attack that makes a pattern take more steps than in proportion to the text. */
function superlinear(source: string): Attack | undefined {
  const literal = parser.parseLiteral(source)
  const stepsOf = stepCounter(literal)
  return attacksOn(literal).find((attack) => {
    const [once = 0, twice = 0, four = 0] = [1, 2, 4].map((times) => stepsOf(textOf(attack, times)))
    return four === Number.POSITIVE_INFINITY || four - twice > maxGrowth * (twice - once)
  })
}

/** The most steps that a repetition makes a pattern take on a text of so many characters. */
function maxSteps(source: string, characters: number): number {
  const literal = parser.parseLiteral(source)
  const stepsOf = stepCounter(literal)
  const pumps = new Set(attacksOn(literal).map(({ pump }) => pump))
  return [...pumps].reduce((max, pump) => Math.max(max, stepsOf(pump.repeat(characters).slice(0, characters))), 0)
}

describe('the search of a pattern', () => {
  const found = programPatterns()

  it('takes steps in proportion to the text, whatever the text is', () => {
    const literals = found.filter(({ isMade }) => !isMade).map(({ source }) => source)
    const sources = new Set([...literals, ...Object.values(created).flat()])
    const slow = [...sources].flatMap((source) => {
      const attack = superlinear(source)
      return attack === undefined ? [] : [{ source, attack }]
    })
    expect(sources.size).toBeGreaterThan(70)
    expect(slow).toEqual([])
  })

  it('is known where the pattern is made while the program runs', () => {
    const makers = found.filter(({ isMade }) => isMade).map(({ path, source }) => `${path} ${source}`)
    expect(makers.sort()).toEqual([...Object.keys(created), ...Object.keys(ofRules)].sort())
  })

  it('takes few steps by the rules of jurisdictions, on the longest text that is searched', () => {
    const steps = [...new Set(shippedRules)].map((source) => [source, maxSteps(source, longestText)] as const)
    expect(steps.length).toBeGreaterThan(20)
    expect(steps.filter(([, max]) => max > maxStepsOfRule)).toEqual([])
  })
})

describe('the count of steps', () => {
  it.each([
    '/\\s+$/',
    '/name="TarazaSeal"[^>]*><vt:lpwstr>([^<]*)/',
    '/^(a+)+$/',
    '/^(a|b|ab)*c/',
    '/^a*ba*a*$/',
    '/^x*yx*z?x*$/',
    '/^(\\d+,?)*;$/',
    '/^.*b.*c/s',
    '/"[^;]*"(?=;)/g',
    '/(?=.*z)a/g',
  ])('finds a search that goes back: %s', (source) => {
    expect(superlinear(source)).toBeDefined()
  })

  it.each([
    '/^\\s+/',
    '/a[^a]*b/',
    '/^[\\w-]+$/',
    '/<[^<>]*>/g',
    '/<metadata id="a">([^<]*)<\\/metadata>/',
    '/"[^"]*"(?=;)/g',
    '/\\s+/g',
    '/^(\\d+,)*;$/',
    '/\\d{1,9}x/',
    "/'[^']*'/y",
  ])('finds none that does not: %s', (source) => {
    expect(superlinear(source)).toBeUndefined()
  })
})
