import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readPackageText } from '#foundation'
import { ofAge } from './page/age.ts'
import { ofJudgments } from './page/judgments.ts'
import { ofOthers } from './page/others.ts'
import { ofPersons } from './page/persons.ts'
import { ofStays } from './page/stays.ts'
import { closeWorld, openWorld } from './page/world.ts'

beforeAll(() => openWorld(inject('kgHome')))
afterAll(closeWorld)

/** Each sentence of docs/methods/counting.md, and what shows that it is so. Persons are those of `rows/`. */
const checks = { ...ofPersons, ...ofAge, ...ofJudgments, ...ofStays, ...ofOthers }

/** The sentences of the page, without headings, tables, marks and what is in brackets for programmers. */
function sentencesOf(page: string): readonly string[] {
  const text = page
    .replaceAll(/\s\([^()]*`[^()]*\)/g, '')
    .replaceAll(/\*\*|`/g, '')
    .replaceAll(/(?<![a-z])_([^_]+)_(?![a-z])/g, '$1')
  const paragraphs = text.split('\n\n').filter((one) => !one.startsWith('#') && !one.startsWith('|'))
  return paragraphs.flatMap((one) =>
    one
      .trim()
      .replaceAll('\n', ' ')
      .split(/(?<=[.])\s+(?=[A-Z])/),
  )
}

describe('the page on counting', () => {
  it('says nothing that is not shown here', () => {
    expect(sentencesOf(readPackageText('docs', 'methods', 'counting.md'))).toEqual(Object.keys(checks))
  })

  for (const [sentence, check] of Object.entries(checks)) it(sentence, check)
})
