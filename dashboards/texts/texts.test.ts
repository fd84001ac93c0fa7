import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { languages } from '#jurisdictions'
import { figuresFor } from './figures.ts'
import { messageKeys, translator } from './messages.ts'

/** The names of the values that a message takes. */
function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name ?? ''))].sort()
}

describe('the texts of the pages', () => {
  it('are the same ones in every language, with the same values', () => {
    const [first, ...others] = languages.map((language) => {
      const lines = readFileSync(packagePath('dashboards', 'texts', `${language}.yaml`), 'utf8').split('\n')
      return lines
        .filter((line) => line.includes(':'))
        .map((line) => [line.slice(0, line.indexOf(':')), placeholders(line)])
    })
    for (const other of others) expect(other).toEqual(first)
    expect(messageKeys('ky')).toEqual(messageKeys('en'))
  })

  it('differ between the languages', () => {
    const same = messageKeys('en').filter((key) => {
      const [ky, ru, en] = languages.map(
        (language) =>
          readFileSync(packagePath('dashboards', 'texts', `${language}.yaml`), 'utf8').match(
            new RegExp(`^${key}: (.*)$`, 'm'),
          )?.[1],
      )
      return ky === en || ru === en
    })
    expect(same).toEqual([])
  })

  it('use the letters of Kyrgyz', () => {
    expect(translator('ky')('reset')).toBe('Баарын көрсөтүү')
  })
})

describe('figures', () => {
  it('are written as people of each language write them', () => {
    const written = languages.map((language) => {
      const figures = figuresFor(language)
      return [
        figures.count(6202),
        figures.percent(0.293),
        figures.growth(-0.191),
        figures.points(0.0142),
        figures.date('2024-04-24'),
      ].map((text) => text.replaceAll(/[\u00a0\u202f]/g, ' '))
    })
    expect(written).toEqual([
      ['6 202', '29,3%', '−19,1%', '+1,4', '2024-ж., 24-апрель'],
      ['6 202', '29,3 %', '−19,1 %', '+1,4', '24 апреля 2024 г.'],
      ['6,202', '29.3%', '−19.1%', '+1.4', '24 April 2024'],
    ])
  })
})
