import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoteLiteral, selectRows } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { gateOf } from '../personal/gate.ts'
import { suspectPattern } from './first-look.ts'
import { knownCells } from './known-cells.ts'
import { cleanCells, leaks } from './testing/corpus.ts'
import { leakKinds } from './testing/leak-kinds.ts'

const memory = inMemory('staging')
const gate = gateOf(loadJurisdiction('kg').personal)

/** Which lines are suspect, by a pattern. */
async function suspectLines(lines: readonly string[], pattern: string): Promise<readonly string[]> {
  const values = lines.map((line, place) => `(${place}, ${quoteLiteral(line)})`).join(', ')
  const found = await selectRows<{ place: number }>(
    memory.connection,
    `select place from (values ${values}) as t(place, line) where regexp_matches(line, ${quoteLiteral(pattern)}) order by place`,
  )
  return found.map(({ place }) => lines[place] ?? '')
}

const insideEdges = new RegExp(`[^;,\\t|"${String.fromCharCode(31)}]+`, 'g')

/** The slow way: known cells are taken out of a line, and what is left is looked at as if nothing were known. */
async function suspectWithout(known: readonly string[], lines: readonly string[]): Promise<readonly string[]> {
  const others = lines.map((line) => line.replaceAll(insideEdges, (cell) => (known.includes(cell) ? '' : cell)))
  const found = new Set(await suspectLines(others, suspectPattern(gate)))
  return lines.filter((_, place) => found.has(others[place] ?? ''))
}

const words = [
  'Суд',
  'Судья',
  'суд',
  'районный',
  'городской',
  'районный суд',
  'Ош',
  'Ошский',
  'Ө',
  'ө',
  '法院',
  '😀',
  'а\u0301',
]
const cells = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((all) => all.join(' '))

const disguised = leakKinds.flatMap(({ values, disguises }) => disguises.flatMap(({ of }) => values.map(of)))
const hostile = [
  ...[...Object.values(leaks).flat(), ...cleanCells, ...disguised],
  ...[
    '\u202eдус',
    'суд\u200b',
    '\u00a0суд',
    'е\u0301'.repeat(50),
    '😀',
    '😀😀',
    'ا',
    'محكمة',
    '\u0001',
    'суд '.repeat(5000),
  ],
].map((cell) => cell.replaceAll('\n', ' '))

describe('lines with known cells', () => {
  it('are suspect where they are without these, and nowhere else', async () => {
    const listed = fc.uniqueArray(
      cells.filter((cell) => cell.length > 1),
      { minLength: 1, maxLength: 12 },
    )
    const near = fc
      .tuple(cells, fc.constantFrom('', ' ', 'а', ' суд', ',', '1', 'x', '😀'))
      .map(([cell, more]) => cell + more)
    const code = fc.constantFrom('', '1', 'GB-01', 'М', 'С', 'О')
    const cell = fc.oneof(near, near, code, fc.constantFrom(...hostile))
    const line = fc.tuple(fc.constantFrom(';', '\t', '|', '\u001f'), fc.array(cell, { minLength: 1, maxLength: 4 }))
    const lines = fc.array(
      line.map(([mark, all]) => all.join(mark)),
      { minLength: 1, maxLength: 60 },
    )
    await fc.assert(
      fc.asyncProperty(listed, lines, async (known, drawn) => {
        const all = [...drawn, ...known, ...known.map((one) => `1;${one};2`)]
        expect(await suspectLines(all, suspectPattern(gate, known))).toEqual(await suspectWithout(known, all))
      }),
      { numRuns: 150 },
    )
  })

  it('are suspect for a beginning of one cell with the end of another', async () => {
    const known = [
      'Ленинский районный суд',
      'Ошский городской суд',
      'Нарынский районный суд',
      'Нарынский городской суд',
      'Ош',
    ]
    const others = [
      'Ленинский городской суд',
      'Ошский районный суд',
      'Ош суд',
      'Ленинский ',
      'Ленинский',
      'Ошс',
      'Нарынский',
    ]
    expect(await suspectLines([...known, ...others], suspectPattern(gate, known))).toEqual(others)
  })
})

describe('known cells', () => {
  const lines = (cells: readonly string[]) => cells.flatMap((cell) => [`1;${cell};2`, `2;${cell};2`, `3;${cell}`])

  it('are about nobody, in words, and repeat', () => {
    const found = knownCells(gate, [...lines(['Ошский районный суд', 'Бакыт Асанов', 'GB-01']), 'Суд района'], ';')
    expect(found).toEqual(['Ошский районный суд'])
  })

  it('are so few that the engine bears their pattern, and more where they end alike', () => {
    const names = Array.from({ length: 400 }, (_, index) =>
      [...`${1000 + index}`].map((digit) => 'клмнпрстфх'[+digit]).join('ы'),
    )
    const alike = knownCells(gate, lines(names.map((name) => `${name} районный суд`)), ';')
    const apart = knownCells(gate, lines(names.map((name) => `${name} районный суд ${name}`)), ';')
    expect(alike.length).toBeGreaterThan(60)
    expect(apart.length).toBeLessThan(40)
    expect(suspectPattern(gate, alike).length).toBeLessThan(25_000)
    expect(suspectPattern(gate, apart).length).toBeLessThan(25_000)
  })
})
