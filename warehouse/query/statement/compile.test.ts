import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import type { Edition } from '../../editions/edition.ts'
import { duckdbDialect } from '../../engines/duckdb-cubes.ts'
import {
  buildCatalog,
  datasetNamed,
  EditionReader,
  generationSource,
  type Parameters,
  parseQuestion,
  policyFor,
} from '../../index.ts'
import { makePlan } from '../make-plan.ts'
import { compile } from './compile.ts'

const catalog = buildCatalog(loadJurisdiction('kg'))
let reader: EditionReader<'officer'>
beforeAll(() => {
  const home = inject('kgHome')
  reader = new EditionReader(generationSource(home), { home })
})
afterAll(() => reader.close())

/** The statement of a question, after the engine has bound it. */
async function statementOf(parameters: Parameters) {
  const question = parseQuestion(parameters, datasetNamed('sentences', catalog))
  const statement = compile(makePlan(question, policyFor('officer'), catalog, reader.pin().edition), duckdbDialect)
  await reader.pin().use((_, connection) =>
    connection.run(
      `explain ${statement.sql}`,
      statement.bound.map(({ value }) => value),
    ),
  )
  return statement
}

describe('a cube that a release has by quarters only', () => {
  const dimensions = ['year', 'quarter', 'court', 'region', 'sanction_class']
  const planOf = (parameters: Parameters) => {
    const release = { cubes: { sentences: { dimensions } } } as unknown as NonNullable<Edition['release']>
    const question = parseQuestion({ measure: 'persons', ...parameters }, datasetNamed('sentences', catalog))
    return makePlan(question, policyFor('public'), catalog, { ...reader.pin().edition, release })
  }

  it('is asked for whole quarters, and says which', () => {
    for (const [parameters, parameter, allowed] of [
      [{ by: 'court', from: '2024-02', to: '2024-06' }, 'from', ['2024-Q1', '2024-Q2']],
      [{ from: '2024-01', to: '2024-05' }, 'to', ['2024-Q1', '2024-Q2']],
    ] as const)
      expect(() => planOf(parameters)).toThrow(
        expect.objectContaining({ code: 'BAD_PERIOD', place: expect.objectContaining({ parameter, allowed }) }),
      )
    const atTheEdges = [
      [{ from: '2017-02' }, 'from', ['2017-Q1', '2017-Q2']],
      [{ from: '2018-02' }, 'from', ['2018-Q1', '2018-Q2']],
      [{ to: '2018-02' }, 'to', ['2018-Q1']],
    ] as const
    for (const [parameters, parameter, allowed] of atTheEdges)
      expect(() => planOf(parameters)).toThrow(
        expect.objectContaining({ code: 'BAD_PERIOD', place: expect.objectContaining({ parameter, allowed }) }),
      )
    expect(compile(planOf({ by: 'court', from: '2024-01', to: '2024-06' }), duckdbDialect).sql).not.toContain('month')
  })
})

describe('a compiled question', () => {
  it('reads as the method describes, with every value bound', async () => {
    const { sql, bound } = await statementOf({
      measure: 'custodial_share',
      by: 'quarter,region',
      sex: 'F',
      from: '2020',
      to: '2021',
    })
    expect(sql.split('\n')).toEqual([
      `select "quarter", "region", (count(*) filter ("sanction_class" not in ($4, $5)))::integer as "sentenced", (count(*) filter ("sanction_class" in ($6)))::integer as "custodial"`,
      'from counted."sentences"',
      'where "sex" in ($1) and "year" between $2 and $3',
      'group by "quarter", "region"',
      'order by "quarter", "region"',
    ])
    expect(bound.map(({ value }) => value)).toEqual(['F', 2020, 2021, 'NONE', 'UNK', 'CUST'])
  })

  it('asks for the compared period besides', async () => {
    const { sql, bound } = await statementOf({
      measure: 'persons',
      by: 'year',
      base: '2019',
      from: '2022',
      to: '2022',
    })
    expect(sql).toContain('where ("year" between $1 and $2 or "year" between $3 and $4)')
    expect(bound.map(({ value }) => value)).toEqual([2022, 2022, 2019, 2019])
  })
})
