import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { gateOf } from '../personal/gate.ts'
import { suspectPattern } from './first-look.ts'
import { judgedCells } from './suspects.ts'

const memory = inMemory('staging')
const gate = gateOf(loadJurisdiction('kg').personal)

/** The suspect cells of rows with the columns a, b and c, of which the last is a key: `column value rows`. */
const suspects = (...rows: readonly string[]) =>
  suspectsOf(`(select columns(*)::varchar from (values ${rows.join(', ')}) as t(a, b, c))`)

async function suspectsOf(rows: string): Promise<readonly string[]> {
  const extract = { header: { columns: ['a', 'b', 'c'], sourceOf: new Map(), withdrawal: undefined }, rows }
  const looking = { gate, suspect: suspectPattern(gate), keys: new Set(['c']) }
  const cells = await judgedCells(memory.connection, extract, looking)
  const reported = [...cells].flatMap(([column, all]) => all.map(({ value, rows }) => `${column} ${value} ${rows}`))
  return reported.sort()
}

describe('the cells that are judged', () => {
  it('are the suspect ones of each column, each once, with how many rows hold it', async () => {
    const same = `('1', 'Асанов Бакыт', null)`
    expect(await suspects(same, same, `('Court', '1234', null)`)).toEqual(['a Court 1', 'b Асанов Бакыт 2'])
  })

  it('are found where the cells before them are empty', async () => {
    expect(await suspects(`(null, 'Асанов Бакыт', null)`)).toEqual(['b Асанов Бакыт 1'])
  })

  it('have three letters at least, and none are suspect only beside the next', async () => {
    expect(await suspects(`('да', 'я', null)`, `('Ким', 'я', null)`)).toEqual(['a Ким 1'])
  })

  it('are of keys both the words and the others, each once', async () => {
    const [word, other] = [`(null, null, 'Asanov-Bakyt')`, `(null, null, 'Асанов Бакыт')`]
    expect(await suspects(word, other, word, `(null, 'Court', null)`)).toEqual([
      'b Court 1',
      'c Asanov-Bakyt 2',
      'c Асанов Бакыт 1',
    ])
  })

  it('are of very many keys some from everywhere in the file', async () => {
    const key = `'Key-' || translate(lpad(place::varchar, 4, '0'), '0123456789', 'abcdefghij')`
    const found = await suspectsOf(
      `(select null::varchar as a, null::varchar as b, ${key} as c from range(6000) as t(place))`,
    )
    expect(found).toHaveLength(5000)
    const last = found.filter((reported) => reported >= 'c Key-faaa').length
    expect(last / found.length).toBeCloseTo(1 / 6, 1)
  })
})
