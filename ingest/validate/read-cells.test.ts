import { describe, expect, it } from 'vitest'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { firstOfQuarter, firstOfYear, isTimeOfDay, typedDate, writtenDate } from '../cells/read-date.ts'
import { decimalNumber, type Notation, wholeNumber } from '../cells/read-number.ts'
import { readTexts } from '../testing/read-texts.ts'

const memory = inMemory()

/** Compares what an expression makes of each text with what it is to make; `null` for what cannot be read. */
async function reads(expression: string, expected: Readonly<Record<string, string | null>>): Promise<void> {
  const texts = Object.keys(expected)
  const read = await readTexts(memory.connection, expression, [...texts, null])
  expect(Object.fromEntries(texts.map((text, at) => [text, read[at]]))).toEqual(expected)
  expect(read.at(-1)).toBeNull()
}

describe('a written date', () => {
  it('has a year of four digits, unless the format says otherwise', async () => {
    await reads(writtenDate('cell', ['%d.%m.%Y']), {
      '05.03.2024': '2024-03-05',
      '29.02.2024': '2024-02-29',
      '01.01.1000': '1000-01-01',
      '31.12.0999': null,
      '05.03.24': null,
      '30.02.2024': null,
      '2024-03-05': null,
      '45356': null,
      x: null,
    })
    await reads(writtenDate('cell', ['%d.%m.%y']), { '05.03.24': '2024-03-05', '05.03.2024': null })
    const both = { '05.03.2024': '2024-03-05', '05.03.24': '2024-03-05', '31.12.0999': null, '45356': null }
    await reads(writtenDate('cell', ['%d.%m.%Y', '%d.%m.%y']), both)
    await reads(writtenDate('cell', ['%d.%m.%y', '%d.%m.%Y']), both)
  })

  it('is in one of several formats', async () => {
    await reads(writtenDate('cell', ['%d.%m.%Y', '%Y-%m-%d']), {
      '05.03.2024': '2024-03-05',
      '2024-03-05': '2024-03-05',
      '0999-03-05': null,
    })
  })

  it('is a number of days where the contract knows them', async () => {
    const days = { '45356': '2024-03-05', '45356.0': '2024-03-05', '10000': '1927-05-18', '9999': null, '05356': null }
    await reads(writtenDate('cell', ['serial']), { ...days, '45356.5': null, '453561': null, '05.03.2024': null })
    await reads(writtenDate('cell', ['%d.%m.%Y', 'serial']), { ...days, '05.03.2024': '2024-03-05' })
  })
})

describe('a typed date', () => {
  const midnights = {
    '2024-03-05': '2024-03-05',
    '05.03.2024': '2024-03-05',
    '2024-03-05 00:00': '2024-03-05',
    '2024-03-05 00:00:00': '2024-03-05',
    '2024-03-05T00:00:00.000': '2024-03-05',
    '2024-03-05T00:00:00+06': '2024-03-05',
    '2024-03-05T00:00:00+06:00': '2024-03-05',
    '2024-03-05T00:00:00-0530': '2024-03-05',
    '2024-03-05T00:00:01': null,
    '2024-03-05T06:00:00': null,
    '2024-02-30T00:00:00': null,
    x: null,
  }

  it('is a day, or midnight where the register lives', async () => {
    const universal = {
      '2024-03-05T00:00:00Z': null,
      '2024-03-05T00:00:00+00:00': null,
      '2024-03-05T00:00:00-00': null,
    }
    await reads(typedDate('cell', ['%d.%m.%Y'], false), { ...midnights, ...universal })
  })

  it('is midnight of universal time where the register lives by it', async () => {
    const universal = { '2024-03-05T00:00:00Z': '2024-03-05', '2024-03-05T00:00:00+00:00': '2024-03-05' }
    await reads(typedDate('cell', ['%d.%m.%Y'], true), { ...midnights, ...universal })
  })

  it('with another time is told apart from what is no date', async () => {
    const same = { '2024-03-05T06:30:00': 'true', '2024-03-05 06:30': 'true', '2024-03-05T00:00:01': 'true' }
    const others = { '2024-03-05T00:00:00': 'false', '2024-03-05 00:00': 'false', '2024-03-05': 'false', x: 'false' }
    await reads(isTimeOfDay('cell', false), { ...same, ...others, '2024-03-05T00:00:00Z': 'true' })
    await reads(isTimeOfDay('cell', true), { ...same, ...others, '2024-03-05T00:00:00Z': 'false' })
  })
})

describe('a year and a quarter', () => {
  it('are their first days', async () => {
    await reads(firstOfYear('cell::integer'), {
      '999': null,
      '1000': '1000-01-01',
      '2024': '2024-01-01',
      '9999': '9999-01-01',
      '10000': null,
    })
    await reads(firstOfQuarter('cell'), {
      '2024-Q1': '2024-01-01',
      '2024Q2': '2024-04-01',
      '1999-Q3': '1999-07-01',
      '2024-Q4': '2024-10-01',
      '2024-Q5': null,
      '2024-Q0': null,
      '2124-Q1': null,
      '1824-Q1': null,
      '2024': null,
    })
  })
})

describe('a number', () => {
  const comma: Notation = { decimal: ',', thousands: [] }
  const point: Notation = { decimal: '.', thousands: [] }
  const none = { '': null, x: null, nan: null, inf: null, '-inf': null, '1_000': null, '0x10': null }

  it('has the decimal mark of the contract and no other', async () => {
    const both = { '12': '12.0', '-3': '-3.0', '+3': '3.0', '1e3': '1000.0', '1 000': null }
    await reads(decimalNumber('cell', comma), { ...none, ...both, '1,5': '1.5', '1.5': null, '1,5,5': null })
    await reads(decimalNumber('cell', point), { ...none, ...both, '1.5': '1.5', '1,5': null })
  })

  it('may have what the contract says between thousands', async () => {
    const spaced: Notation = { decimal: ',', thousands: [' '] }
    const read = {
      '1 000': '1000.0',
      '1\u00a0000': '1000.0',
      '-1\u202f234\u2009567,5': '-1234567.5',
      '12 345': '12345.0',
    }
    const not = { '1 00': null, '1234 567': null, "1'000": null, '1.000': null, '1 000 ': null }
    await reads(decimalNumber('cell', spaced), { ...none, ...read, ...not, '1000': '1000.0', '1,5': '1.5' })
    const several: Notation = { decimal: ',', thousands: ['.', "'"] }
    const others = { '1.000': '1000.0', '1.000,5': '1000.5', "1'000": '1000.0', '1\u2019000': '1000.0', '1.5': null }
    await reads(decimalNumber('cell', several), { ...none, ...others, "1.000'000": null })
    await reads(decimalNumber('cell', { decimal: '.', thousands: [','] }), {
      ...none,
      '1,000.5': '1000.5',
      '1,5': null,
    })
  })

  it('that is whole has a decimal mark only before zeros, and only where there may be one', async () => {
    const whole = { '12': '12', '+7': '7', '-7': '-7', '007': '7', '999999999': '999999999', '1234567890': null }
    const both = { ...whole, x: null, '': null, '1 000': null, '1e3': null }
    const zeros = { '12,0': '12', '12,': '12', '12,00': '12', '-7,0': '-7', '12,5': null, '12.0': null }
    const noZeros = { '12,0': null, '12,': null, '12,5': null, '12.0': null }
    await reads(wholeNumber('cell', comma, 'declared'), { ...both, ...zeros })
    await reads(wholeNumber('cell', comma, 'never'), { ...both, ...noZeros })
    await reads(wholeNumber('cell', point, 'declared'), { ...both, '12.0': '12', '12,0': null, '12.5': null })
    const spaced: Notation = { decimal: ',', thousands: [' '] }
    await reads(wholeNumber('cell', spaced, 'never'), {
      ...whole,
      '1 000': '1000',
      '1 000,0': null,
      '9 999 999 999': null,
    })
  })
})
