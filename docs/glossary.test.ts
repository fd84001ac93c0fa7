import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath, packageRoot } from '#foundation'

interface Wrong {
  readonly wrong: string
  readonly right: string
  readonly allowed: readonly string[]
}

/** The rows of the table of words that say something else. */
function wrongWords(glossary: string): readonly Wrong[] {
  const [, table = ''] = glossary.split('## Words that say something else')
  const rows = table.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((line) => {
    const [, wrong = '', , right = '', allowed = ''] = line.split('|').map((cell) => cell.trim())
    return { wrong, right, allowed: allowed.split(';').flatMap((phrase) => phrase.trim() || []) }
  })
}

const words = wrongWords(readFileSync(packagePath('docs', 'glossary.md'), 'utf8'))

/** The wrong words of a text, once the phrases are taken out in which they are right. */
function wrongIn(text: string): readonly string[] {
  return words.flatMap(({ wrong, allowed }) => {
    const rest = allowed.reduce((left, phrase) => left.replaceAll(pattern(phrase), ''), text)
    return pattern(wrong).test(rest) ? [wrong] : []
  })
}

/** Endings may follow: a stem stands for all forms of its word. */
function pattern(start: string): RegExp {
  return new RegExp(`(?<!\\p{L})${start}`, 'giu')
}

const files = execFileSync('git', ['ls-files'], { cwd: packageRoot, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((path) => /^(api|cli|dashboards|docs|ingest|jurisdictions|notebooks|warehouse)\//.test(path))
  .filter((path) => /\.(yaml|csv|md|ts|tsx|json)$/.test(path))
  .filter((path) => !/glossary|\.test\.ts$|\/testing\//.test(path))

describe('the terms of the glossary', () => {
  it('name a wrong word only with the right one', () => {
    expect(words.length).toBeGreaterThan(8)
    for (const { wrong, right } of words) expect([wrong, wrongIn(right)]).toEqual([wrong, []])
  })

  it.each([
    ['Бир адамдын айыбын билгизе турган сумма', 'айыб'],
    ['Дайындалган айыптардын суммасы', 'айып'],
    ['Акыркы күнгө карата камактагылар.', 'камакт'],
    ['Камакка алуулар', 'камакк'],
    ['Лица под стражей на 31 декабря', 'под стражей'],
    ['2017-жылкы Кылмыш-жаза кодекси, Жоруктар жөнүндө кодекс', '2017-жылкы Кылмыш-жаза'],
    ['Жоруктар кодекси жокко чыгарылды', 'Жоруктар кодекси'],
  ])('find a word that says something else: %s', (text, wrong) => {
    expect(wrongIn(text)).toEqual([wrong])
  })

  it.each([
    'Айып пул',
    'Камак',
    'Үч эсе айып',
    'Содержащиеся под стражей без приговора',
    '2021-жылкы Кылмыш-жаза кодекси',
  ])('let stand what is right: %s', (text) => {
    expect(wrongIn(text)).toEqual([])
  })

  it('are kept by every text that people read', () => {
    const found = files.flatMap((path) =>
      readFileSync(packagePath(path), 'utf8')
        .split('\n')
        .flatMap((line, at) => wrongIn(line).map((wrong) => `${path}:${at + 1} ${wrong}`)),
    )
    expect(files.length).toBeGreaterThan(300)
    expect(found).toEqual([])
  })
})
