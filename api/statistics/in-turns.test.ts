import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { publicApp } from '../testing/public-app.ts'
import { findingsOf, readMethodQuestion } from './ask-method.ts'
import { methodNamed } from './methods.ts'

const { service } = publicApp()
const parameters = { measure: 'persons', by: 'month,sanction_class', from: '2021', to: '2025' }

function begin(method: string, signal: AbortSignal, spend?: (milliseconds: number) => void) {
  const { catalog } = service()
  const version = service().pin('public')
  const asked = readMethodQuestion(methodNamed(method), 'sentences', parameters, catalog)
  return findingsOf(asked, catalog, (question) => version.ask(question, signal), signal, spend)
}

describe('a method over many groups', () => {
  it.each(['breaks', 'trend', 'seasonal'])('lets others have turns, and says what it took: %s', async (method) => {
    const { signal } = new AbortController()
    await begin(method, signal)
    let [others, spent, isOver] = [0, 0, false]
    const found = begin(method, signal, (milliseconds) => {
      spent = milliseconds
    }).finally(() => {
      isOver = true
    })
    while (!isOver) {
      await turn()
      others += 1
    }
    expect((await found).findings.findings.length).toBeGreaterThan(4)
    expect(spent).toBeGreaterThan(0)
    // A turn takes ten milliseconds, and a step of a slow machine a few times that.
    expect(others).toBeGreaterThan(spent / 100)
  })

  it('ends when nobody waits for it, and costs what it took', async () => {
    const [whole, left] = [new AbortController(), new AbortController()]
    let [spent, spentByLeft] = [0, 0]
    await begin('breaks', whole.signal, (milliseconds) => {
      spent = milliseconds
    })
    const found = begin('breaks', left.signal, (milliseconds) => {
      spentByLeft = milliseconds
    })
    setTimeout(() => left.abort(new Error('left')), spent / 4)
    await expect(found).rejects.toThrow()
    expect(spentByLeft).toBeLessThan(spent)
  })
})
