import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { packagePath, Refusal } from '#foundation'
import { dayIn, isAtGreenwich, jurisdictionSchemas, loadJurisdiction, shippedJurisdictions } from './index.ts'

function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jurisdiction-'))
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  return folder
}

/** A copy of a shipped jurisdiction in which one file was changed by a text replacement. */
function changed(file: string, from: string, to: string): string {
  const folder = copied()
  const text = readFileSync(join(folder, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, file), text.replace(from, to))
  return folder
}

describe('a jurisdiction', () => {
  it.each(shippedJurisdictions())('%s is sound', (code) => {
    expect(loadJurisdiction(code).contracts.has('sentences')).toBe(true)
  })

  it('is offered by name when another one is asked for', () => {
    expect(() => loadJurisdiction('zz')).toThrow(/There are: .*kg.*mn.*xx/)
  })

  it.each([
    ['contracts/sentences.yaml', 'type: key }', 'type: kay }', /contracts\/sentences.yaml.*case_key.*key/s],
    ['theme.yaml', '"#A23B00"', '"#FFD27F"', /colours.accent: needs a contrast of 4.5 against white/],
    ['theme.yaml', 'slideFont: Arial', `logo: data:image/png;base64,${'A'.repeat(200_001)}`, /logo: .*make it smaller/],
    ['theme.yaml', 'slideFont: Arial', 'logo: logo.svg', /logo: is a PNG/],
    [
      'contracts/sentences.yaml',
      'case_key: {',
      'case_kee: {',
      /no column of sentences "case_kee". Did you mean "case_key"/,
    ],
    [
      'contracts/sentences.yaml',
      'case_key: {',
      'constructor: {',
      /no column of sentences "constructor". There are: case_key/,
    ],
    [
      'contracts/sentences.yaml',
      'date_column: sentenced_on',
      'date_column: judged_on',
      /delivery.date_column: there is no column "judged_on"/,
    ],
    [
      'contracts/sentences.yaml',
      'date_column: sentenced_on',
      'date_column: toString',
      /delivery.date_column: there is no column "toString"/,
    ],
    [
      'lists/regions.csv',
      'ky,aliases',
      'ky,valueOf',
      /the header: there is no column "valueOf". There are: code, en, ru, ky/,
    ],
    [
      'contracts/sentences.yaml',
      'crosswalk: articles',
      'crosswalk: paragraphs',
      /sentences.yaml:\d+: columns.offence.crosswalk: there is no crosswalk "paragraphs". There are: articles, sanctions/,
    ],
    ['lists/regions.csv', 'Баткенская область', '', /Russian name is missing/],
    ['lists/regions.csv', 'Talas,Таласская', '"Talas,Таласская', /regions.csv/],
    [
      'lists/courts.csv',
      'GB-01,KG-GB',
      'GB-01,KG-XX',
      /courts.csv:3: parent: there is no code of regions, to which GB-01 of courts belongs, "KG-XX". Did you mean/,
    ],
    [
      'crosswalks/sanctions.csv',
      'kg-1997,deprivation_of_liberty',
      'kg-1997,prison',
      /sanctions.csv:\d+: code: there is no code of sanction_categories, which 10 is mapped to, "prison"/,
    ],
    ['lists/courts.csv', 'GB-02,', 'gb-01,', /"gb-01" stands for both GB-01 and gb-01; case makes no difference/],
    ['crosswalks/sanctions.csv', '10,2,kg-1997,', '10,1,KG-1997,', /two rows map 10\|kg-1997\|1; case makes no/],
    ['contracts/sentences.yaml', 'decimal: ","', 'decimal: ",", thousands: [","]', /decimal mark cannot stand between/],
    ['contracts/sentences.yaml', '"false": ["0", Нет, Жок]', '"false": ["0", Нет, "да "]', /means both yes and no/],
    ['jurisdiction.yaml', 'Asia/Bishkek', 'Asia/Frunze-2', /time_zone: is no time zone/],
    ['jurisdiction.yaml', 'base_year: 2020', 'base_year: twenty', /base_year/],
  ])('names the file and the fault when %s is wrong (%#)', (file, from, to, message) => {
    const folder = changed(file, from, to)
    let reported = ''
    try {
      loadJurisdiction(folder)
    } catch (error) {
      const { message: text, place } = error as { message: string; place: { file: string; line?: number } }
      reported = `${place.file}:${place.line}: ${text}`
    }
    expect(reported).toMatch(message)
  })

  it('names the line of a fault in YAML', () => {
    const folder = changed(
      'contracts/sentences.yaml',
      'charge_no: { from: [CHARGE, ЭПИЗОД], type: integer',
      'charge_no: { from: [CHARGE, ЭПИЗОД], type: number',
    )
    expect(() => loadJurisdiction(folder)).toThrow(
      expect.objectContaining({ place: expect.objectContaining({ line: 25 }) }),
    )
  })
})

/** What is told of a jurisdiction: each fault with the name of its file. */
function faultsOf(folder: string) {
  try {
    loadJurisdiction(folder)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return (error.place.faults ?? []).map((one) => ({ ...one, file: relative(folder, one.file) }))
  }
  return []
}

describe('all faults of a jurisdiction', () => {
  it('are told at once, each with its file and line, and with the name that was meant', () => {
    const folder = copied()
    const change = (file: string, from: string, to: string) => {
      const text = readFileSync(join(folder, file), 'utf8')
      expect(text).toContain(from)
      writeFileSync(join(folder, file), text.replace(from, to))
    }
    change('jurisdiction.yaml', 'Asia/Bishkek', 'Asia/Frunze-2')
    change('contracts/sentences.yaml', 'date_column: sentenced_on', 'date_column: sentencd_on')
    change('contracts/custody.yaml', 'status: { from', 'statuz: { from')
    change('contracts/custody.yaml', 'released_on < admitted_on', 'released_on < admited_on')
    change('contracts/services.yaml', 'mode: ', 'mode: [')
    change('contracts/training.yaml', 'type: boolean', 'type: bolean')
    change('crosswalks/sanctions.csv', 'kg-1997,deprivation_of_liberty', 'kg-1997,deprivation_of_librty')
    change('crosswalks/articles.csv', '97.1,kg-1997', '97.1,kg-1979')
    change('lists/courts.csv', 'GB-01,KG-GB', 'GB-01,KG-BG')
    change('lists/regions.csv', 'ky,aliases', 'ky,alias')
    change('law-changes.yaml', 'kind: code', 'kind: kode')
    change('theme.yaml', '#A23B00', '#FFD27F')
    change('map.json', '"KG-C": [', '"KG-CC": [')
    rmSync(join(folder, 'lists', 'offices.csv'))
    writeFileSync(join(folder, 'contracts', 'extra.yml'), '')
    const found = faultsOf(folder)
    const about = (file: string) =>
      found.filter((one) => one.file === file).map(({ message, nearest }) => [message, nearest])
    expect(
      found.every(({ code, line, file }) => code === 'JURISDICTION_INVALID' && (line ?? 1) > 0 && file !== ''),
    ).toBe(true)
    expect(about('jurisdiction.yaml')).toEqual([[expect.stringContaining('time_zone'), undefined]])
    expect(about('contracts/sentences.yaml')).toEqual([[expect.stringContaining('"sentencd_on"'), 'sentenced_on']])
    expect(about('contracts/custody.yaml')).toEqual([
      [expect.stringContaining('"statuz"'), 'status'],
      [expect.stringContaining('"admited_on"'), 'admitted_on'],
    ])
    expect(about('contracts/services.yaml').length).toBeGreaterThan(0)
    expect(about('contracts/training.yaml')).toEqual([[expect.stringContaining('"bolean"'), 'boolean']])
    expect(about('contracts/extra.yml')).toEqual([[expect.stringContaining('.yaml'), undefined]])
    expect(about('crosswalks/sanctions.csv')).toEqual([
      [expect.stringContaining('"deprivation_of_librty"'), 'deprivation_of_liberty'],
    ])
    expect(about('crosswalks/articles.csv')).toEqual([])
    expect(about('lists/regions.csv')).toEqual([[expect.stringContaining('"alias"'), 'aliases']])
    expect(about('lists/offices.csv')).toEqual([[expect.stringContaining('missing'), undefined]])
    expect(about('law-changes.yaml')).toEqual([[expect.stringContaining('"kode"'), 'code']])
    expect(about('theme.yaml')).toEqual([[expect.stringContaining('contrast'), undefined]])
    // What hangs on a file with faults is told once that file is mended.
    change('jurisdiction.yaml', 'Asia/Frunze-2', 'Asia/Bishkek')
    change('lists/regions.csv', 'ky,alias', 'ky,aliases')
    const mended = faultsOf(folder)
    expect(mended).toContainEqual(
      expect.objectContaining({ file: 'crosswalks/articles.csv', word: 'kg-1979', nearest: 'kg-1997' }),
    )
    expect(mended).toContainEqual(expect.objectContaining({ file: 'lists/courts.csv', line: 3, word: 'KG-BG' }))
    expect(mended).toContainEqual(expect.objectContaining({ file: 'map.json', word: 'KG-CC', nearest: 'KG-C' }))
  })

  /** Whether the scalar at a place of a contract is a name that the program has to know. */
  const isName = (place: string) =>
    /^(delivery\.(mode|date_column|key\.\d+)|columns\.[^.]+(\.(type|unknown|crosswalk|scheme|by\.\d+))?|(parents|constants)\.\d+\.(column|of|unknown)|limits\.totals\.\d+\.(count|where\..+))$/.test(
      place,
    )

  const contracts = readdirSync(packagePath('jurisdictions', 'kg', 'contracts'))
  it.each(contracts.flatMap((name) => [[name, 'columns'] as const, [name, 'what names them'] as const]))(
    'name every misspelled name of %s: %s',
    (name, part) => {
      const folder = copied()
      const path = join(folder, 'contracts', name)
      const text = readFileSync(path, 'utf8')
      const wrong = scalarsOf(text)
        .filter(({ place }) => isName(place) && /^columns\.[^.]+$/.test(place) === (part === 'columns'))
        // What else a column of codes says hangs on its type.
        .filter(({ value }) => !['content', 'code', 'mapped_code'].includes(value))
      expect(wrong.length).toBeGreaterThan(3)
      const changed = wrong.toReversed().reduce((all, { end }) => `${all.slice(0, end)}x${all.slice(end)}`, text)
      writeFileSync(path, changed)
      const reported = faultsOf(folder).filter(({ file }) => file === join('contracts', name))
      const silent = wrong.filter(
        ({ value, line }) => !reported.some((one) => one.line === line && one.message.includes(`"${value}x"`)),
      )
      expect(silent).toEqual([])
    },
  )

  it('are told of every misspelled name in the header of a table', () => {
    const folder = copied()
    const files = ['lists', 'crosswalks'].flatMap((kind) =>
      readdirSync(join(folder, kind)).map((name) => join(kind, name)),
    )
    const wrong = files.flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      const header = text.split('\n').find((line) => !line.startsWith('#')) ?? ''
      const names = header.split(',')
      writeFileSync(join(folder, file), text.replace(header, names.map((name) => `${name}x`).join(',')))
      return names
        .filter((name) => !name.startsWith('code_'))
        .map((name) => ({ file, word: `${name}x`, nearest: name }))
    })
    const reported = faultsOf(folder).map(({ file, word, nearest }) => ({ file, word, nearest }))
    expect(wrong.length).toBeGreaterThan(30)
    expect(wrong.filter((one) => !reported.some((other) => JSON.stringify(other) === JSON.stringify(one)))).toEqual([])
  })
})

/** The scalars of a text in YAML, names of columns among the keys included: where each stands and ends. */
function scalarsOf(text: string) {
  const lines = new LineCounter()
  const found: { place: string; value: string; end: number; line: number }[] = []
  const walk = (node: unknown, place: readonly string[]): void => {
    if (isScalar(node) && node.range)
      found.push({
        place: place.join('.'),
        value: String(node.value),
        end: node.range[1],
        line: lines.linePos(node.range[0]).line,
      })
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...place, String(index)])
    if (!isMap(node)) return
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : ''
      if (isScalar(key) && place.join('.') === 'columns') walk(key, [...place, name])
      walk(value, [...place, name])
    }
  }
  walk(parseDocument(text, { lineCounter: lines }).contents, [])
  return found
}

describe('a time zone', () => {
  it.each(['UTC', 'Europe/London', 'Africa/Accra', 'Europe/Lisbon'])('%s is at Greenwich', (zone) => {
    expect(isAtGreenwich(zone)).toBe(true)
  })

  it.each(['Asia/Bishkek', 'America/New_York', 'Europe/Paris', 'Asia/Kathmandu'])('%s is not', (zone) => {
    expect(isAtGreenwich(zone)).toBe(false)
  })

  it('has days of its own', () => {
    const night = new Date('2024-03-31T20:00:00Z')
    expect(dayIn('Asia/Bishkek', night)).toBe('2024-04-01')
    expect(dayIn('America/New_York', night)).toBe('2024-03-31')
  })
})

/** The keys of a JSON Schema that say nothing of themselves; languages and the parts of a choice explain each other. */
function undescribed(schema: unknown, path: string): readonly string[] {
  if (schema === null || typeof schema !== 'object') return []
  if (Array.isArray(schema)) return [...new Set(schema.flatMap((part) => undescribed(part, path)))]
  const own = Object.entries((schema as { properties?: object }).properties ?? {}).flatMap(([key, property]) => {
    const isClear =
      property.description !== undefined || property.const !== undefined || ['en', 'ru', 'ky'].includes(key)
    return isClear ? [] : [`${path}.${key}`]
  })
  const inner = Object.values(schema).flatMap((part) => undescribed(part, path))
  return [...new Set([...own, ...inner])]
}

describe('the schemas for editors', () => {
  it.each(Object.entries(jurisdictionSchemas()))('%s: is the one that the program checks by', (name, schema) => {
    const stored = JSON.parse(readFileSync(packagePath('jurisdictions', 'schemas', `${name}.schema.json`), 'utf8'))
    expect(stored).toEqual(JSON.parse(JSON.stringify(schema)))
  })

  it('describe every key that a file may have', () => {
    const bare = Object.entries(jurisdictionSchemas()).flatMap(([name, schema]) => undescribed(schema, name))
    expect(bare).toEqual([])
  })
})
