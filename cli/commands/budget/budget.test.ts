import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { datasetNamed, parseQuestion } from '#warehouse'
import { type AttackedHome, attackedHome } from '../../../api/testing/attacked-home.ts'
import type { Configuration } from '../../configuration.ts'
import type { Terminal } from '../../output.ts'
import { budgetListCommand } from './list.ts'
import { budgetRaiseCommand } from './raise.ts'

let attacked: AttackedHome
let said = ''
const terminal = {
  out: (text: string) => {
    said += text
  },
} as Terminal
const context = () => {
  const configuration = { TARAZA_HOME: attacked.home } as Configuration
  return { configuration, channels: configuration, terminal }
}
beforeEach(() => {
  said = ''
  attacked = attackedHome(inject('kgHome'))
})
afterEach(() => attacked.remove())

describe('taraza budget', () => {
  it('tells who was told how much of small cells, and never what', async () => {
    const { service } = attacked
    const asked = { measure: 'persons', by: 'court,offence,month', from: '2025', to: '2025', detail: 'full' }
    const question = parseQuestion(asked, datasetNamed('sentences', service.catalog))
    const asker = { who: 'Ann', role: 'analyst' } as const
    await service.pin('analyst', { asker }).ask(question, AbortSignal.timeout(30_000))
    budgetListCommand.action({ json: true }, context(), undefined)
    const [all, ann] = JSON.parse(said)
    expect(all).toMatchObject({ who: null, tables: 1, raisedBy: null })
    expect(ann).toMatchObject({ who: 'Ann', tables: 1 })
    expect(ann.used).toBeGreaterThan(0)
    expect(ann.used).toBeLessThanOrEqual(ann.budget)
    said = ''
    budgetRaiseCommand.action({ to: '0.3', by: 'the steward' }, context(), 'Ann')
    expect(said).not.toContain('Nobody')
  })

  it('lists nobody who was told large cells only, and says so', () => {
    budgetListCommand.action({}, context(), undefined)
    expect(said).toMatch(/^all together +0 tables, 0 of 0\.15\nNobody was told a table of small cells so far\./)
  })

  it('tells what else binds', () => {
    budgetRaiseCommand.action({ to: '0.3', by: 'the steward', newcomer: true }, context(), 'Ann')
    expect(said).toContain('for questions of Ann it is 0.3, instead of 0.15.')
    said = ''
    budgetRaiseCommand.action({ to: '0.12', by: 'the steward', newcomer: true }, context(), 'Ann')
    expect(said).toContain('for questions of Ann it is 0.15. ')
  })

  it('is raised for nobody whose name nobody has, and a raise is taken back', () => {
    const raise = (to: string, newcomer = false) =>
      budgetRaiseCommand.action({ to, by: 'the steward', newcomer }, context(), 'Ann')
    expect(() => raise('0.3')).toThrow('Nobody named Ann was told a table of small cells so far.')
    budgetListCommand.action({}, context(), undefined)
    expect(said).not.toContain('Ann')
    raise('0.3', true)
    raise('0.115', true)
    said = ''
    budgetListCommand.action({}, context(), undefined)
    expect(said).not.toContain('Ann')
  })

  it('is raised by a named steward only', () => {
    expect(() => budgetRaiseCommand.action({ to: '0.4', by: ' ' }, context(), 'Ann')).toThrow('--by NAME')
    budgetRaiseCommand.action({ to: '0.4', by: 'the steward', newcomer: true }, context(), 'Ann')
    budgetListCommand.action({}, context(), undefined)
    expect(said).toMatch(/Ann +0 tables, 0 of 0.4, raised by the steward/)
  })
})
