import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { languages, loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from '#warehouse'
import { readBoards } from '../boards/board.ts'
import { narrowingOf } from '../boards/panel-words.ts'
import { boardsFor } from '../pages/frame/site.ts'
import { OneChanged } from '../testing/one-changed.ts'

const kg = loadJurisdiction('kg')
const changed = new OneChanged(kg)
afterAll(() => changed.remove())

/** What is told when the title of a panel is written by hand. */
function faultsWithTitle(board: string, panel: string, title: string): readonly string[] {
  const path = `dashboards/boards/${board}.yaml`
  const text = readFileSync(packagePath(path), 'utf8')
  const [before = '', after = ''] = text.split(`  - name: ${panel}\n`)
  const titled = after.replace(/ {4}title:\n(?: {6}.*\n)+/, `    title: ${title}\n`)
  expect(titled).not.toBe(after)
  return changed.faultsWith(path, `${before}  - name: ${panel}\n${titled}`).map(({ message }) => message)
}

const same = (text: string) => `{ ky: "${text}", ru: "${text}", en: "${text}" }`

describe('the title of a panel', () => {
  it.each([
    ['probation', 'staff', 'Posts and vacancies', /names the measure as \{measure\}/],
    ['hand-off', 'share', 'Share registered, by region', /names the measure as \{measure\}/],
    ['regions', 'multiples', 'Пробация менен аткарылуучу жана башка өкүмдөр аймактар боюнча', /as \{measure\}/],
    ['why', 'substitution', 'Пробация эмнени алмаштырды', /narrowed to as \{grown\}/],
    ['sentencing', 'lengths', '{measure}, by length', /narrowed to as \{sanction_class\}/],
    ['probation', 'staff', '{mesure}, by year', /"mesure".*measure/],
    ['probation', 'staff', '{measure, by year', /written as \{measure\}/],
  ])('that is written apart from its question is refused: %s, %s, %s', (board, panel, title, message) => {
    const faults = faultsWithTitle(board, panel, same(title))
    expect(faults.filter((fault) => message.test(fault)).length).toBeGreaterThanOrEqual(languages.length)
  })

  it('may name a formula only of a measure that has one', () => {
    const [fault = ''] = faultsWithTitle('profile', 'persons', same('{measure}: {formula}'))
    expect(fault).toContain('this measure has no {formula}')
  })

  it('says what the catalog says, in every language', () => {
    const catalog = buildCatalog(kg)
    for (const { name, panels } of boardsFor(readBoards(), catalog))
      for (const panel of panels.filter(({ result: show }) => show === undefined))
        for (const language of languages) {
          const text = `${panel.title[language]} ${panel.description[language]}`
          const dataset = catalog.datasets.get(panel.dataset)
          const label = dataset?.measures.get(panel.query['measure'] ?? '')?.label[language] ?? '-'
          expect([name, text.toLowerCase()]).toEqual([name, expect.stringContaining(label.toLowerCase())])
          // The years that a reader compares are known when they are chosen.
          expect(text.replaceAll(/\{(base|year)\}/g, '')).not.toMatch(/[{}]/)
          for (const narrowed of narrowingOf(panel).filter((one) => dataset?.dimensions.has(one))) {
            const codes = dataset?.dimensions.get(narrowed)?.codes ?? []
            const [code] = (panel.query[narrowed] ?? '').split(',')
            const known = codes.find((one) => one.code === code)?.label[language] ?? '-'
            expect([name, text.toLowerCase()]).toEqual([name, expect.stringContaining(known.toLowerCase())])
          }
        }
  })
})
