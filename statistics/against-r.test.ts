import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { deviationOf, rivals, usualTolerance } from './testing/against-r.ts'
import type { Case } from './testing/draw-cases.ts'

type Stored = Readonly<Record<string, readonly { readonly input: Case; readonly answer: readonly (number | null)[] }[]>>

/** Written by against-r.long.ts with TARAZA_WRITE_ANSWERS=1, so that R is not needed here. */
const stored = JSON.parse(readFileSync(packagePath('statistics', 'testing', 'answers.json'), 'utf8')) as Stored

describe('answers of R that were kept', () => {
  it('are there for every method', () => {
    expect(Object.keys(stored).sort()).toEqual(Object.keys(rivals).sort())
  })

  it.each(Object.keys(rivals))('%s', (name) => {
    const answers = stored[name] ?? []
    expect(answers.length).toBeGreaterThan(3)
    for (const { input, answer } of answers)
      expect(
        deviationOf(
          name,
          input,
          answer.map((value) => value ?? Number.NaN),
        ),
      ).toBeLessThanOrEqual(rivals[name]?.tolerance ?? usualTolerance)
  })
})
