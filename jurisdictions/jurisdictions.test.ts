import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { contractJsonSchema, dayIn, isAtGreenwich, loadJurisdiction, shippedJurisdictions } from './index.ts'

/** A copy of a shipped jurisdiction in which one file was changed by a text replacement. */
function changed(file: string, from: string, to: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'jurisdiction-'))
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
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
    expect(() => loadJurisdiction('xx')).toThrow(/There are: .*kg.*mn/)
  })

  it.each([
    ['contracts/sentences.yaml', 'type: key }', 'type: kay }', /contracts\/sentences.yaml.*case_key.*key/s],
    ['theme.yaml', '"#A23B00"', '"#FFD27F"', /colours.accent: needs a contrast of 4.5 against white/],
    ['theme.yaml', 'slideFont: Arial', `logo: data:image/png;base64,${'A'.repeat(200_001)}`, /logo: .*make it smaller/],
    ['theme.yaml', 'slideFont: Arial', 'logo: logo.svg', /logo: is a PNG/],
    ['contracts/sentences.yaml', 'case_key: {', 'case_kee: {', /no such column; it has case_key/],
    ['contracts/sentences.yaml', 'case_key: {', 'constructor: {', /no such column; it has case_key/],
    ['contracts/sentences.yaml', 'dated: sentenced_on', 'dated: judged_on', /judged_on is not among the columns/],
    ['contracts/sentences.yaml', 'dated: sentenced_on', 'dated: toString', /toString is not among the columns/],
    ['lists/regions.csv', 'ky,aliases', 'ky,valueOf', /a list has no such column/],
    [
      'contracts/sentences.yaml',
      'crosswalk: articles',
      'crosswalk: paragraphs',
      /paragraphs.csv.*needs this crosswalk/s,
    ],
    ['lists/regions.csv', 'Баткенская область', '', /Russian name is missing/],
    ['lists/regions.csv', 'Talas,Таласская', '"Talas,Таласская', /regions.csv/],
    ['lists/courts.csv', 'GB-01,KG-GB', 'GB-01,KG-XX', /KG-XX.*GB-01 of courts belongs to it/],
    [
      'crosswalks/sanctions.csv',
      'kg-1997,deprivation_of_liberty',
      'kg-1997,prison',
      /"prison" is not in sanction_categories/,
    ],
    ['lists/courts.csv', 'GB-02,', 'gb-01,', /"gb-01" stands for both GB-01 and gb-01; case makes no difference/],
    ['crosswalks/sanctions.csv', '10,2,kg-1997,', '10,1,KG-1997,', /two rows map 10\|kg-1997\|1; case makes no/],
    ['contracts/sentences.yaml', 'decimal: ","', 'decimal: ",", thousands: [","]', /decimal mark cannot stand between/],
    ['contracts/sentences.yaml', '"false": ["0", Нет, Жок]', '"false": ["0", Нет, "да "]', /means both yes and no/],
    ['jurisdiction.yaml', 'Asia/Bishkek', 'Asia/Frunze-2', /time_zone: is no time zone/],
    ['jurisdiction.yaml', 'base_year: 2020', 'base_year: twenty', /base_year/],
  ])('names the file and the fault when %s is wrong (%#)', (file, from, to, message) => {
    const folder = changed(file, from, to)
    let told = ''
    try {
      loadJurisdiction(folder)
    } catch (error) {
      const { message: text, place } = error as { message: string; place: { file: string; line?: number } }
      told = `${place.file}:${place.line}: ${text}`
    }
    expect(told).toMatch(message)
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

describe('the schema of contracts for editors', () => {
  it('is the one that the program checks by', () => {
    const kept = JSON.parse(readFileSync(packagePath('jurisdictions', 'schemas', 'contract.schema.json'), 'utf8'))
    expect(kept).toEqual(JSON.parse(JSON.stringify(contractJsonSchema())))
  })
})
