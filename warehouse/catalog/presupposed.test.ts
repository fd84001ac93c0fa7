import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Engine, quoteLiteral, selectRows } from '#foundation'
import { contractOf, copyAndHash, definePseudonyms, deliveryOf, ingestExtract } from '#ingest'
import { type Contract, type Jurisdiction, loadJurisdiction, type RegisterName } from '#jurisdictions'
import { registerCsv } from '../../cli/testing/registers.ts'
import { sentencesCsv } from '../../cli/testing/sentences.ts'
import { file, take } from '../../ingest/testing/take.ts'
import { registerTablesOf } from '../facts/register-tables.ts'
import { GenerationBuilder } from '../generations/generation-builder.ts'
import { buildCatalog, datasetNamed } from './catalog.ts'
import { clausesOf } from './condition.ts'
import { cubesOf } from './cube.ts'
import { datasetsOf } from './dataset.ts'
import { baseCountsOf } from './measures.ts'

const shipped = loadJurisdiction('kg')
/** Without manifests no period can be replaced. */
const appending = (contract: Contract): Contract => ({
  ...contract,
  delivery: { ...contract.delivery, mode: 'append' },
})
const kg: Jurisdiction = {
  ...shipped,
  contracts: new Map([...shipped.contracts].map(([name, contract]) => [name, appending(contract)])),
}
const folder = mkdtempSync(join(tmpdir(), 'presupposed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A small house in which one person has several rows in each register. */
const texts: Readonly<Partial<Record<RegisterName, string>>> = {
  sentences: sentencesCsv([
    { SERVING: '2' },
    { CHARGE: '2' },
    { CASE_ID: 'C2', SERVING: '2', SENTENCED_ON: '06.05.2024', IN_FORCE_ON: '20.05.2024' },
    { CASE_ID: 'C3', PERSON_ID: 'P2', SEX: 'Ж' },
    { CASE_ID: 'C3', PERSON_ID: 'P2', SEX: 'Ж', SANCTION_NO: '2', SANCTION: '30', DAYS: '', FINE: '500' },
  ]),
  supervision: registerCsv('supervision', [
    {},
    { KIND: '1' },
    { ORDER_NO: '2', REGISTERED_ON: '01.06.2024', STARTS_ON: '01.06.2024', OFFICE: 'C-1' },
    { CASE_ID: 'C2', REGISTERED_ON: '01.06.2024', STARTS_ON: '01.06.2024', ENDED_ON: '01.09.2024', OUTCOME: '1' },
    { PERSON_ID: 'P2', CASE_ID: 'C3', ENDED_ON: '02.07.2024', OUTCOME: '6' },
    { PERSON_ID: 'P3', CASE_ID: 'C9', ENDED_ON: '02.08.2024', OUTCOME: '3' },
    { PERSON_ID: 'P4', CASE_ID: 'C10', ENDED_ON: '02.06.2024', OUTCOME: '5' },
    { PERSON_ID: 'P4', CASE_ID: 'C10', ORDER_NO: '2', REGISTERED_ON: '03.06.2024', STARTS_ON: '03.06.2024' },
  ]),
  assessments: registerCsv('assessments', [{}, { ASSESSED_ON: '20.06.2024', LEVEL: '3' }, { PERSON_ID: 'P2' }]),
  custody: registerCsv('custody', [
    { STATUS_TO: '01.02.2024' },
    { STATUS: '4', STATUS_FROM: '01.02.2024', RELEASED_ON: '01.03.2024', RELEASE_REASON: '1' },
    { ADMITTED_ON: '01.05.2024', STATUS_FROM: '01.05.2024', RELEASED_ON: '01.06.2024', RELEASE_REASON: '1' },
    { PERSON_ID: 'P2', STATUS: '4' },
    { PERSON_ID: 'P4', RELEASED_ON: '01.06.2024', RELEASE_REASON: '1' },
    { PERSON_ID: 'P4', STATUS: '4', STATUS_FROM: '01.02.2024' },
    { PERSON_ID: 'P3', RELEASED_ON: '01.06.2024', RELEASE_REASON: '1' },
  ]),
  staffing: registerCsv('staffing', [
    { TO: '01.03.2024', LEAVING: '1' },
    { FROM: '01.05.2024' },
    { POST: 'POST-2', TO: '01.03.2024', LEAVING: '1' },
    { POST: 'POST-3', CASELOAD: '0' },
  ]),
  services: registerCsv('services', [{}, { KIND: '3', STARTED_ON: '25.04.2024', RESULT: '1' }, { PERSON_ID: 'P2' }]),
  training: registerCsv('training', [{}, {}, { SEX: 'М' }]),
}

const names: Readonly<Record<string, string>> = {
  sentences: 'court_sentences_x.csv',
  supervision: 'probation_supervision_x.csv',
  assessments: 'probation_assessments_x.csv',
  custody: 'prison_custody_x.csv',
  staffing: 'staffing_x.csv',
  services: 'probation_services_x.csv',
  training: 'training_x.csv',
}

type Figures = ReadonlyMap<string, string>
let stores = 0

/** Every measure of a jurisdiction, as the counts that it is made of. */
async function figures(jurisdiction: Jurisdiction, extracts = texts): Promise<Figures> {
  const home = join(folder, String(stores++))
  const workspace = await GenerationBuilder.open({ home, folder: join(home, 'work'), jurisdiction, threads: 1 })
  const { connection } = workspace
  await definePseudonyms(connection, { bytes: Buffer.alloc(32, 7) })
  for (const [register, text] of Object.entries(extracts)) {
    const { ignored } = jurisdiction.contracts.get(register) as Contract
    const path = file(names[register] ?? '', withoutColumns(text ?? '', ignored))
    const existing = { rows: registerTablesOf(jurisdiction), later: [], peers: [] }
    const context = { connection, jurisdiction, existing, quarantine: join(home, 'quarantine'), today: '2026-11-24' }
    const report = await ingestExtract(
      context,
      deliveryOf(path, contractOf(path, jurisdiction), jurisdiction),
      await copyAndHash(path, `${path}.copy`),
    )
    expect([register, report.account.quarantined]).toEqual([register, 0])
    await workspace.append({ ...report, coverage: { from: '2024-01-01', to: '2026-12-31' } })
  }
  const built = await workspace.build(new Date())
  const engine = await Engine.open({ threads: 1 })
  try {
    return await engine.withConnection(async (reader) => {
      await reader.run(`attach ${quoteLiteral(join(built.folder, 'facts.duckdb'))} as facts (read_only)`)
      const found = new Map<string, string>()
      for (const dataset of datasetsOf(cubesOf(jurisdiction), jurisdiction).values()) {
        const switched = Object.entries(dataset.switches).map(
          ([dimension, code]) => `${dimension} = ${quoteLiteral(code)}`,
        )
        for (const [name, measure] of dataset.measures) {
          const counts = baseCountsOf(measure.form).map((count) => {
            const n = measure.cube.establishment ? 'sum(n)' : 'count(distinct unit_id)'
            const all = measure.cube.establishment ? 'sum(n)' : 'count(*)'
            const clauses = clausesOf(dataset.counts[count]?.where).map(
              ({ dimension, codes, isIn }) =>
                `${dimension} ${isIn ? 'in' : 'not in'} (${codes.map(quoteLiteral).join(', ')})`,
            )
            const where = ['true', ...clauses, ...switched].join(' and ')
            return [n, all].map((sum) => `${sum} filter (${where})`).join(', ')
          })
          const sql = `select [${counts.map((count) => `[${count}]`).join(', ')}]::varchar as n, year from facts.counted.${measure.cube.name} group by year order by year`
          found.set(`${dataset.name}.${name}`, JSON.stringify(await selectRows(reader, sql)))
        }
      }
      return found
    })
  } finally {
    engine.close()
  }
}

function withoutColumns(text: string, left: readonly string[]): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(';'))
  const stored = (lines[0] ?? []).map((name) => !left.includes(name))
  return lines.map((cells) => `${cells.filter((_, index) => stored[index]).join(';')}\n`).join('')
}

/** A jurisdiction whose contract of a register lacks one column. */
function without(register: string, column: string): Jurisdiction {
  const contract = kg.contracts.get(register) as Contract
  const { [column]: left, ...columns } = contract.columns
  const others = Object.values(columns).flatMap(({ from }) => from)
  const ignored = [...contract.ignored, ...(left?.from ?? []).filter((name) => !others.includes(name))]
  const key = contract.delivery.key === 'content' ? [] : contract.delivery.key
  const named = ({ refuse_row_when: check }: { refuse_row_when: string }) => check.split(/\W+/).includes(column)
  const changed = {
    ...contract,
    columns,
    ignored,
    delivery: {
      ...contract.delivery,
      withdrawal: undefined,
      key: key.includes(column) ? 'content' : contract.delivery.key,
    },
    checks: contract.checks.filter((check) => !named(check)),
    parents: contract.parents.filter((parent) => parent.column !== column),
    constants: contract.constants.filter((constant) => constant.column !== column && constant.of !== column),
  } as Contract
  const contracts = [...kg.contracts].map(([name, other]) => [
    name,
    { ...other, parents: other.parents.filter(({ of, column: key }) => of !== register || key !== column) },
  ]) as [string, Contract][]
  return { ...kg, contracts: new Map([...contracts, [register, changed]]) }
}

/** The long tests leave out each column. */
const step = process.env['TARAZA_TEST'] === 'long' ? 1 : 18
const registersOfTexts = Object.keys(texts) as RegisterName[]
/** The day of the event has to be delivered, and so have the columns of a crosswalk; needs are never added up. */
const leftOut = registersOfTexts.flatMap((register) => {
  const contract = kg.contracts.get(register) as Contract
  const names = Object.keys(contract.columns).filter(
    (name) => !['serving', contract.delivery.date_column].includes(name),
  )
  const columns = names.filter((name) => !name.startsWith('need_'))
  return columns.map((column) => [register, column] as const)
})

describe('a measure', () => {
  let whole: Promise<Figures> | undefined

  it.each(leftOut.filter((_, at) => at % step === 0))(
    'is the same or not available without %s.%s',
    { timeout: 60_000 },
    async (register, column) => {
      whole ??= figures(kg)
      const all = await whole
      const different: string[] = []
      for (const [name, figure] of await figures(without(register, column)))
        if (figure !== all.get(name)) different.push(`${name}: ${figure}, not ${all.get(name)}`)
      expect(different).toEqual([])
    },
  )
})

/** A contract in which a key may be empty, and equal rows are different rows. */
function withOptional(register: string, column: string): Jurisdiction {
  const contract = kg.contracts.get(register) as Contract
  const columns = { ...contract.columns, [column]: { ...contract.columns[column], optional: true } }
  const delivery = { ...contract.delivery, key: 'content', withdrawal: undefined }
  const changed = { ...contract, columns, delivery, constants: [] } as Contract
  return { ...kg, contracts: new Map([...kg.contracts, [register, changed]]) }
}

const released = { PERSON_ID: '', RELEASED_ON: '01.06.2024', RELEASE_REASON: '1' }
const statusInMarch = { STATUS: '4', STATUS_FROM: '01.03.2024' }
const moved = { ENDED_ON: '02.06.2024', OUTCOME: '5' }
const arrived = { REGISTERED_ON: '03.06.2024', STARTS_ON: '03.06.2024' }
const total = (figure: string | undefined) => /\[\[(\d+), \d+\]/.exec(figure ?? '')?.[1]

describe('rows without a key', () => {
  it.each([
    ['custody', 'person_key', [released, released, { ...released, STATUS: '4' }], 'custody.releases', '3'],
    ['custody', 'person_key', [{ PERSON_ID: '' }, { PERSON_ID: '' }, {}], 'custody_stock.held', '3'],
    ['custody', 'person_key', [{ PERSON_ID: '' }, { PERSON_ID: '', ...statusInMarch }, {}], 'custody_stock.held', '3'],
    [
      'custody',
      'admitted_on',
      [
        { PERSON_ID: 'P1', ADMITTED_ON: '' },
        { PERSON_ID: 'P2', ADMITTED_ON: '', ...statusInMarch },
      ],
      'custody_stock.held',
      '2',
    ],
    [
      'supervision',
      'person_key',
      [
        { PERSON_ID: '', ...moved },
        { PERSON_ID: '', ...arrived },
      ],
      'supervision.entries',
      '2',
    ],
    [
      'supervision',
      'case_key',
      [
        { CASE_ID: '', ...moved },
        { CASE_ID: '', ...arrived },
      ],
      'supervision.entries',
      '2',
    ],
    ['supervision', 'person_key', [{ PERSON_ID: '' }, { PERSON_ID: '' }, {}], 'supervision_stock.clients', '3'],
    [
      'custody',
      'admitted_on',
      [
        { ...released, PERSON_ID: 'P1', ADMITTED_ON: '' },
        { ...released, PERSON_ID: 'P1', ADMITTED_ON: '', RELEASED_ON: '01.09.2024' },
      ],
      'custody.releases',
      '2',
    ],
  ] as const)('of %s.%s are never taken for one: %#', async (register, column, rows, measure, expected) => {
    const only = { [register]: registerCsv(register, rows) }
    expect(total((await figures(withOptional(register, column), only)).get(measure))).toBe(expected)
  })

  it('are not named by the rest of it: an empty part of the key of a row is a fault', async () => {
    const contract = kg.contracts.get('custody') as Contract
    const columns = { ...contract.columns, person_key: { ...contract.columns['person_key'], optional: true } }
    const rules = { ...kg, contracts: new Map([...kg.contracts, ['custody', { ...contract, columns } as Contract]]) }
    const rows = registerCsv('custody', [{ PERSON_ID: '' }, { PERSON_ID: '' }, {}])
    const { report } = await take(file('prison_custody_x.csv', rows), rules)
    expect(report.account).toMatchObject({ read: 3, accepted: 1, quarantined: 2 })
    expect(report.reasons).toEqual({ 'MISSING_VALUE:person_key': 2 })
  })
})

describe('a measure that is not available', () => {
  it('is told by the catalog, with what it needs, and is no measure of its dataset', () => {
    const catalog = buildCatalog(without('custody', 'person_key'))
    expect(catalog.unavailable).toContainEqual(
      expect.objectContaining({
        dataset: 'custody',
        measure: 'releases',
        missing: [{ register: 'custody', column: 'person_key' }],
      }),
    )
    expect([...(catalog.datasets.get('custody')?.measures.keys() ?? [])]).toEqual(['admissions'])
    expect(catalog.cubes.has('custody_releases')).toBe(false)
    expect(() => datasetNamed('custody_stock', catalog)).toThrow(
      /not available: no contract delivers custody.person_key/,
    )
  })

  it.each(['kg', 'mn'])('is none in the shipped contracts of %s', (code) => {
    expect(buildCatalog(loadJurisdiction(code)).unavailable).toEqual([])
  })
})
