import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'

interface Finding {
  readonly path: string
  readonly rule: string
  readonly detail: string
  readonly at: string | number
}

interface Place {
  readonly path: string
  readonly rule: string
  readonly found: number
  readonly allowed: number
}

const scripts = (name: string) => import(packagePath('scripts', 'style', name))
const { allFindings, findingsIn } = await scripts('findings.mjs')
const { compare, countsOf, newFindings, readBaseline } = await scripts('baseline.mjs')

/** What the rules find in one file, without its sentences. */
function rulesOf(path: string, source: string): readonly string[] {
  return findingsIn(path, source).map(({ rule, at }: Finding) => `${at} ${rule}`)
}

const long = `One ${'more '.repeat(24)}word`

describe('the style of texts', () => {
  it('is no worse anywhere than before: see docs/style.md', () => {
    const findings: readonly Finding[] = allFindings()
    const { grown, shrunk } = compare(countsOf(findings), readBaseline())
    const sentences = grown.flatMap((place: Place) => newFindings(place, findings))
    expect(sentences.map(({ path, at, rule, detail }: Finding) => `${path}:${at}: ${rule}: ${detail}`)).toEqual([])
    expect(
      shrunk.map(({ path, rule, found }: Place) => `${path}: ${rule}: ${found}; npm run style -- --write-baseline`),
    ).toEqual([])
  })

  it('is checked in documents, but for their code', () => {
    const page = `# Two persons\n\nFew are told.\n\`persons\` is a name.\n\n\`\`\`sh\npersons\n\`\`\`\n\n| 95 % | ${long}. |\n`
    expect(rulesOf('docs/page.md', page)).toEqual(['1 wording', '3 wording', '10 wording', '10 long sentence'])
    expect(rulesOf('docs/page.md', `${long.replace('more ', '')}. ${long.replace('more ', '')}.`)).toEqual([])
    expect(rulesOf('docs/guides/page.ru.md', '95 % persons')).toEqual([])
  })

  it('is checked in all forms of a message, and numbers have forms', () => {
    const messages = [
      'a: "{n, plural, one {# row} other {# persons}}"',
      'b: "{count} files were read"',
      'c: "{count} of {all}"',
      `d: "{which, select, x {${long}} other {${long}}}"`,
    ].join('\n')
    const found = ['1 wording', '2 no plural form', '4 long sentence']
    expect(rulesOf('dashboards/texts/en.yaml', messages)).toEqual(found)
    expect(rulesOf('dashboards/texts/ru.yaml', 'a: "{count} строк"\nb: "{count} из {all}"')).toEqual([
      '1 no plural form',
    ])
  })

  it('is checked in labels, whose placeholders are the same in every language', () => {
    const label = (ru: string) => `label: { en: "By {quarter}", ru: "${ru}", ky: "{quarter}" }\n`
    expect(rulesOf('dashboards/boards/a.yaml', label('К {quarter}'))).toEqual([])
    expect(rulesOf('dashboards/boards/a.yaml', label('К {year}'))).toEqual(['1 unequal placeholders'])
    expect(rulesOf('warehouse/catalog/a.yaml', `label: { en: Persons, ru: Лица, ky: Адамдар }`)).toEqual(['1 wording'])
  })

  it('is checked in messages of refusals and in help', () => {
    const source = `
      const message = \`There are \${n} persons.\`
      throw isMany ? new Refusal('MANY', message) : new Refusal('FEW', isNone ? 'Nobody.' : 'Rows are set aside.', {})`
    expect(rulesOf('warehouse/query/a.ts', source)).toEqual(['2 wording', '3 wording'])
    const help = { check: 'Usage: check\n\nOptions:\n  --values  list what is set\n            aside\n' }
    expect(rulesOf('cli/help.json', JSON.stringify(help))).toEqual(['check wording'])
  })

  it('may become better only', () => {
    const { grown, shrunk } = compare({ a: { x: 2 }, b: { y: 1 } }, { a: { x: 1, y: 1 }, b: { y: 1 } })
    expect([grown, shrunk]).toMatchObject([
      [{ path: 'a', rule: 'x' }],
      [{ path: 'a', rule: 'y', found: 0, allowed: 1 }],
    ])
  })
})
