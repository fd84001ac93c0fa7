import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { casesOf, deviationOf, rivals, usualTolerance } from './testing/against-r.ts'
import { answersOfR, hasR } from './testing/run-r.ts'

const [random, stored] = [200, 4]
const isWriting = process.env['TARAZA_WRITE_ANSWERS'] === '1'
const table: string[] = []
const keptCases: Record<string, unknown> = {}

describe.runIf(hasR())('every method against R', () => {
  afterAll(() => {
    process.stdout.write(`method, random cases, largest relative deviation from R\n${table.join('\n')}\n`)
    if (isWriting) writeFileSync(packagePath('statistics', 'testing', 'answers.json'), `${JSON.stringify(keptCases)}\n`)
  })

  it.each(Object.keys(rivals))('%s', (name) => {
    const cases = casesOf(name, random, 20)
    const answers = answersOfR(name, cases)
    const compared = cases.map((input, at) => ({ input, answer: answers[at] as readonly number[] }))
    const found = compared.map(({ input, answer }) => ({ input, deviation: deviationOf(name, input, answer) }))
    const worst = found.reduce((max, one) => (one.deviation > max.deviation ? one : max))
    table.push(`${name}, ${found.length}, ${worst.deviation.toExponential(1)}`)
    keptCases[name] = compared.slice(0, stored)
    expect(answers.length).toBe(cases.length)
    expect(worst.deviation, JSON.stringify(worst.input)).toBeLessThanOrEqual(rivals[name]?.tolerance ?? usualTolerance)
  })
})
