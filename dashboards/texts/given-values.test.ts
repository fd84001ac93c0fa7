import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { partsOfMessage } from '../configuration/parts-of-message.ts'

const folder = packagePath('dashboards')
const messages = new Map(
  [...readFileSync(join(folder, 'texts', 'en.yaml'), 'utf8').matchAll(/^(\w+): (.*)$/gm)].map(
    ([, key = '', text = '']) => [key, text],
  ),
)
/** A text that is asked for by its name, without values or with a plain object of them. */
const asked = /\bt\(\s*'(\w+)'(?:\s*,\s*\{([^{}]*)\})?\s*,?\s*\)/g

const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !name.includes('.test.'),
)
const calls = sources.flatMap((name) =>
  [...readFileSync(join(folder, name), 'utf8').matchAll(asked)].map(([, key = '', values = '']) => ({
    name,
    key,
    given: new Set([...values.matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)].map(([, one]) => one)),
    isOpen: values.includes('...'),
  })),
)

it('every text is given the values that it names', () => {
  expect(calls.length).toBeGreaterThan(300)
  const missing = calls
    .filter(({ isOpen }) => !isOpen)
    .flatMap(({ name, key, given }) => {
      const needed = partsOfMessage(messages.get(key) ?? '').map((part) => part.split(/[:,]/)[0] ?? '')
      return needed.filter((one) => !given.has(one)).map((one) => `${name}: ${key} lacks ${one}`)
    })
  expect([...new Set(missing)]).toEqual([])
})
