import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { isOfNames } from '../screen/names-in-column.ts'
import { cleanValues } from '../screen/testing/clean-words.ts'
import { heldOutNames, type LeakKind, leakKinds, unlistedNames } from '../screen/testing/leak-kinds.ts'
import { gateOf } from './gate.ts'
import { judge } from './judge.ts'

const gates = { kg: gateOf(loadJurisdiction('kg').personal), mn: gateOf(loadJurisdiction('mn').personal) }

function isCaught(jurisdiction: LeakKind['jurisdiction'], text: string): boolean {
  const { sure, likely, dates } = judge(gates[jurisdiction], text)
  return sure.length + likely.length + dates.length > 0
}

/** Every value of some kinds in each of their disguises. */
function leaksOf(isMeant: (kind: LeakKind) => boolean) {
  return leakKinds
    .filter(isMeant)
    .flatMap(({ kind, jurisdiction, values, disguises }) =>
      disguises.flatMap(({ name, of }) =>
        values.map((value) => ({ leak: `${kind}, ${name}`, text: of(value), jurisdiction })),
      ),
    )
}

function missedOf(all: ReturnType<typeof leaksOf>): readonly string[] {
  return all.flatMap(({ leak, text, jurisdiction }) => (isCaught(jurisdiction, text) ? [] : [leak]))
}

const cellsOf = (values: readonly string[]) =>
  values.map((value) => ({ value, rows: 1, verdict: judge(gates.kg, value) }))

describe('the rules of jurisdictions', () => {
  it('are measured on sixty kinds in ten disguises and on four hundred clean values', () => {
    expect(leakKinds.filter(({ disguises }) => disguises.length >= 10).length).toBeGreaterThanOrEqual(60)
    expect(leaksOf(() => true).length).toBeGreaterThan(1500)
    expect(new Set(cleanValues).size).toBeGreaterThan(400)
  })

  it.each([
    ['identifier', 0.99],
    ['phone', 0.99],
    ['date', 0.99],
    ['name', 0.99],
    ['name in a text', 0.9],
    ['place', 0.9],
  ] as const)('catch of each %s with its disguises a share of at least %f', (of, share) => {
    const all = leaksOf((kind) => kind.of === of)
    const missed = missedOf(all)
    expect([missed.length / all.length <= 1 - share, missed.slice(0, 20)]).toEqual([true, expect.anything()])
  })

  it('leave at least 99 % of clean values', () => {
    const codes = ['kg', 'mn'] as const
    const alarms = codes.flatMap((code) => cleanValues.filter((value) => isCaught(code, value)))
    expect([alarms.length / (codes.length * cleanValues.length) <= 0.01, alarms]).toEqual([true, expect.anything()])
  })

  it.each([
    ['as they are', 0.99, (name: string) => name],
    ['in capitals', 0.97, (name: string) => name.toUpperCase()],
    ['in small letters', 0.97, (name: string) => name.toLowerCase()],
    ['turned round', 0.97, (name: string) => name.split(' ').reverse().join(' ')],
  ] as const)('catch names that were kept from them, %s', (_, share, written) => {
    const { given, surnames } = heldOutNames
    const names = given.flatMap((one) => surnames.map((other) => written(`${one} ${other}`)))
    const missed = names.filter((name) => !isCaught('kg', name))
    expect([1 - missed.length / names.length >= share, missed.length]).toEqual([true, expect.anything()])
  })

  it('know a column of names that no list has, by its shape alone', () => {
    const { given, surnames } = unlistedNames
    const names = given.flatMap((one) =>
      surnames.flatMap((other) => ['а', 'ы', 'ей', 'ун', 'ар'].map((end) => `${one}${end} ${other}`)),
    )
    expect(isOfNames(cellsOf(names))).toBe(true)
    expect(isOfNames(cellsOf(names.map((name) => name.toLowerCase())))).toBe(true)
  })

  it('take no column of courts, offences or villages for one of names', () => {
    const numbers = Array.from({ length: 1500 }, (_, index) => index.toString(26).replaceAll(/\d/g, 'ы'))
    const courts = numbers.map((stem) => `Суд${stem} районный суд`)
    const villages = numbers.map((stem) => `Кара ${stem}коо`)
    for (const column of [cleanValues, courts, villages]) expect(isOfNames(cellsOf(column))).toBe(false)
  })
})
