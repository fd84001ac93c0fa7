import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { loadJurisdiction } from '#jurisdictions'
import { runOn } from '../testing/homes.ts'
import * as invented from './testing/invented-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'jurisdiction-new-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const home = join(folder, 'home')
let places = 0

function file(name: string, content: string | Uint8Array): string {
  const inside = join(folder, `files-${places++}`)
  mkdirSync(inside)
  writeFileSync(join(inside, name), content)
  return join(inside, name)
}

/** Runs the command; the folder goes to a place of its own. */
async function make(files: readonly string[], ...words: readonly string[]) {
  const out = join(folder, `xx-${places++}`)
  const ended = await runOn(home, [
    'jurisdiction',
    'new',
    'xx',
    '--languages',
    'en',
    '--out',
    out,
    ...words,
    '--from',
    ...files,
  ])
  return { ...ended, out }
}

function written(out: string): ReadonlyMap<string, string> {
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'))
  return new Map(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]))
}

async function workbook(rows: readonly (readonly (string | number)[])[]): Promise<Uint8Array> {
  const sheet = rows.map((row) => row.map((value) => ({ value })))
  return await writeWorkbook(sheet).toBuffer()
}

const cp1251 = (text: string) =>
  Uint8Array.from([...text], (letter) => {
    const code = letter.codePointAt(0) ?? 0
    return code < 0x80 ? code : code - 0x350
  })

describe('a folder for a new country', () => {
  it('passes at once where everything was recognised, and takes the file', async () => {
    const path = file('sentences_2024.csv', invented.soundSentences())
    const { code, out, ...ended } = await make([path])
    expect([code, ended.err]).toEqual([0, ''])
    expect((await runOn(home, ['jurisdiction', 'check', out])).code).toBe(0)
    const tried = JSON.parse((await runOn(home, ['check', path, '--jurisdiction', out, '--json'])).out)
    expect(tried).toMatchObject({ whole: true, deliveries: [{ account: { read: 120, accepted: 120 } }] })
    expect(loadJurisdiction(out).contracts.get('sentences')?.columns['length']).toMatchObject({ unit: 'months' })
  })

  it('reads windows-1251 with a comma for decimals', async () => {
    const path = file('приговоры.csv', cp1251(invented.russianSentences()))
    const { out, code } = await make([path])
    expect(code).toBe(0)
    const contract = loadJurisdiction(out).contracts.get('sentences')
    expect(contract?.format).toMatchObject({
      encoding: ['windows-1251'],
      delimiter: [';'],
      decimal: ',',
      missing_values: ['', '-'],
    })
    expect(contract?.columns).toMatchObject({ sentenced_on: { format: ['%d.%m.%Y'] }, sex: { from: ['Пол'] } })
    const tried = JSON.parse((await runOn(home, ['check', path, '--jurisdiction', out, '--json'])).out)
    expect(tried).toMatchObject({ whole: true, deliveries: [{ account: { accepted: 90 } }] })
  })

  it('sees how many people a row counts', async () => {
    const { out, err } = await make([file('verurteilte.xlsx', await workbook(invented.germanCounts()))])
    expect(err).toBe('')
    const files = written(out)
    expect(files.get('contracts/sentences.yaml')).toContain('\ncount: { from: Anzahl }')
    expect(files.get('README.md')).toContain('counts as many people as `Anzahl` says')
    const jurisdiction = loadJurisdiction(out)
    expect(jurisdiction.profile).toMatchObject({ finest_period: 'year', base_year: 2020 })
    expect(jurisdiction.contracts.get('sentences')?.columns['records']?.from).toEqual(['Anzahl'])
    expect(jurisdiction.crosswalks.get('sexes')?.rows.map(({ code }) => code)).toEqual(['M', 'F'])
    expect((await runOn(home, ['jurisdiction', 'check', out])).code).toBe(0)
  })

  const wideTables: readonly (readonly [string, readonly string[], number])[] = [
    ['years', ['Court,Sanction,Sex,2019,2020', 'N1,imprisonment,male,10,12', 'N2,fine,female,5,4'], 4],
    ['years and sexes', ['Court,Sanction,male_2019,female_2019', 'N1,imprisonment,10,2', 'N2,fine,5,4'], 4],
  ]
  it.each(wideTables)(
    'proposes rows for columns that are called by %s, and takes the file',
    async (_, lines, cells) => {
      const path = file('convictions.csv', `${lines.join('\n')}\n`)
      const { out, err } = await make([path])
      expect(err).toBe('')
      const contract = loadJurisdiction(out).contracts.get('sentences')
      expect(contract?.unpivot?.value).toBe('count')
      expect(contract?.columns).toMatchObject({ sentenced_on: { type: 'year', from: ['year'] } })
      expect((await runOn(home, ['jurisdiction', 'check', out])).out).toMatch(/1 contract, \d+ lists/)
      const tried = JSON.parse((await runOn(home, ['check', path, '--jurisdiction', out, '--json'])).out)
      expect(tried).toMatchObject({ whole: true, deliveries: [{ account: { read: cells, accepted: cells } }] })
    },
  )

  it('takes the day of a census from the name of its one file, and no other file by that contract', async () => {
    const lines = ['north', 'south'].flatMap((place) => [`${place},sentenced,male,100`, `${place},sentenced,female,7`])
    const path = file('prison_2024-01-31.csv', `facility,status,sex,persons\n${lines.join('\n')}\n`)
    const { out, err } = await make([path], '--register', 'Custody')
    expect(err).toBe('')
    const contract = loadJurisdiction(out).contracts.get('custody')
    expect(contract).toMatchObject({ files: 'prison_2024-01-31*', canonical: { census: true } })
    expect(written(out).get('contracts/custody.yaml')).toMatch(/as_of: \{ value: 2024-01-31 \}/)
    expect((await runOn(home, ['check', path, '--jurisdiction', out])).code).toBe(0)
  })

  it('sees a census', async () => {
    const path = file('prison_census.jsonl', invented.prisonCensus())
    const { out } = await make([path])
    expect(written(out).get('README.md')).toContain('a census')
    const contract = loadJurisdiction(out).contracts.get('custody')
    expect(contract?.delivery.coverage).toEqual({ from: '2024-04-01', to: '2024-06-30' })
    expect(contract?.canonical.census).toBe(true)
    expect((await runOn(home, ['check', path, '--jurisdiction', out])).code).toBe(0)
  })

  it('finds the header below titles', async () => {
    const path = file('titled.csv', `Report of the ministry\n\n${invented.soundSentences()}`)
    const { out } = await make([path])
    expect(loadJurisdiction(out).contracts.get('sentences')?.format.title_rows).toBe(10)
    const tried = JSON.parse((await runOn(home, ['check', path, '--jurisdiction', out, '--json'])).out)
    expect(tried).toMatchObject({ whole: true, deliveries: [{ account: { accepted: 120 } }] })
  })

  it('has nothing of the files but codes', async () => {
    const text = invented.namedSentences()
    const { out } = await make([file('sentencias.csv', text)])
    const all = [...written(out).values()].join('\n')
    const [header = '', ...lines] = text.trim().split('\n')
    const codes = ['Juzgado', 'Pena', 'Sexo'].map((name) => header.split(';').indexOf(name))
    const others = lines.flatMap((line) => line.split(';').filter((_, at) => !codes.includes(at)))
    expect(others.length).toBeGreaterThan(500)
    expect([...new Set(others)].filter((cell) => all.includes(cell))).toEqual([])
    for (const name of invented.inventedNames) for (const word of name.split(' ')) expect(all).not.toContain(word)
    expect(all).toContain('Juzgado 1')
  })
})

describe('a refused case leaves no folder', () => {
  const sound = invented.soundSentences()
  it.each([
    ['NO_SUCH_FILE', async () => [join(folder, 'nothing.csv')]],
    ['EMPTY_FILE', async () => [file('a.csv', '')]],
    ['EMPTY_FILE', async () => [file('a.csv', 'case_id,person_id,sentence_date\n')]],
    ['NOT_CSV', async () => [file('a.csv', 'This is a letter, dear reader.\nIt goes on.\nAnd ends, here, now.\n')]],
    ['NOT_CSV', async () => [file('a.csv', 'K1,2024-01-02,north\nK2,2024-01-03,south\n')]],
    ['NOT_TEXT', async () => [file('a.csv', new Uint8Array([1, 0, 2, 0, 3]))]],
    ['WRONG_KIND_OF_FILE', async () => [file('a.pdf', 'x')]],
    ['FILES_DIFFER', async () => [file('a.csv', sound), file('b.csv', sound.replace('sex,age', 'sex,edad'))]],
    ['UNKNOWN_REGISTER', async () => [file('a.csv', 'alpha,beta\n1,2\n3,4\n')]],
  ] as const)('%s', async (code, files) => {
    const ended = await make(await files())
    expect(ended.err).toContain(`[${code}]`)
    expect(ended.code).toBe(1)
    expect(existsSync(ended.out)).toBe(false)
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  it('for a register, a language or a code that there is not', async () => {
    const path = file('a.csv', sound)
    expect((await make([path], '--register', 'penguins')).err).toMatch(/sentences.*\[UNKNOWN_REGISTER\]/)
    const languages = await make([path], '--languages', 'es,en')
    expect([languages.code, languages.err]).toEqual([2, expect.stringMatching(/no texts in es.*ky, ru, en/)])
    expect((await runOn(home, ['jurisdiction', 'new', 'Spain', '--languages', 'en', '--from', path])).code).toBe(2)
    expect(existsSync(languages.out)).toBe(false)
  })

  it('or leaves one that has something as it is', async () => {
    const out = join(folder, 'taken')
    mkdirSync(out)
    writeFileSync(join(out, 'mine.txt'), 'mine')
    const path = file('a.csv', sound)
    const ended = await runOn(home, ['jurisdiction', 'new', 'xx', '--languages', 'en', '--out', out, '--from', path])
    expect([ended.code, ended.err]).toEqual([1, expect.stringContaining('[NOT_EMPTY]')])
    expect(readdirSync(out)).toEqual(['mine.txt'])
  })
})
