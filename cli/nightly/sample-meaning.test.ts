import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Tally, tallySamples } from '#data-samples'
import { Engine, selectRow } from '#foundation'
import { generationStore } from '#warehouse'
import { type Officer, officerOf } from '../testing/paper/ask-officer.ts'

/** What the generator meant, and what the program counts in the extracts that it wrote. */
let meant: Tally
let officer: Officer
beforeAll(() => {
  meant = tallySamples({ jurisdiction: 'kg' })
  officer = officerOf(inject('kgHome'))
})
afterAll(() => officer.close())

async function fact<Row>(sql: string): Promise<Row> {
  const home = inject('kgHome')
  const path = join(home, 'generations', generationStore.current(home)?.id ?? '', 'facts.duckdb')
  const engine = await Engine.open({ path, readOnly: true })
  try {
    return await engine.withConnection((connection) => selectRow<Row>(connection, sql))
  } finally {
    engine.close()
  }
}

const isWritten = (key: string) => /20(18|19|2\d)/.test(key)

/** An answer of the program by its codes, without the years before the extracts and without zeros. */
async function counted(name: string, measure: string, by: string): Promise<Record<string, number>> {
  const dataset = officer.datasets.find((one) => one.name === name)
  if (dataset === undefined) throw new Error(name)
  const said = await officer.ask(dataset, measure, by.split(','))
  if (typeof said === 'string') throw new Error(said)
  const figures = [...said].filter(([key, figure]) => isWritten(key) && figure !== 0)
  expect(figures.length).toBeGreaterThan(50)
  return Object.fromEntries(figures as [string, number][])
}

const written = (figures: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(figures).filter(([key]) => isWritten(key)))

describe('the program counts what the generator meant', () => {
  it('persons sentenced, by the quarter of the first sentence and the class that stands', async () => {
    expect(await counted('sentences', 'persons', 'quarter,sanction_class')).toEqual(meant.figures('persons'))
  })

  it('persons as they stand, as pronounced, and in force', async () => {
    expect(await counted('sentences_units', 'count', 'stage,year,sanction_class')).toEqual(meant.figures('stages'))
  })

  it.each([
    ['entries', 'entries'],
    ['exits', 'exits'],
  ])('%s of probation, in which a transfer is neither', async (measure, name) => {
    const figures = await counted('supervision', measure, 'quarter,kind')
    expect(figures).toEqual(written(meant.figures(`supervision ${name}`)))
  })

  it('clients of probation at the ends of quarters, who between two offices stand at neither', async () => {
    expect(await counted('supervision_stock', 'clients', 'quarter,kind')).toEqual(meant.stock('supervision'))
  })

  it.each([
    ['admissions', 'entries'],
    ['releases', 'exits'],
  ])('%s of prisons, by the status on the day', async (measure, name) => {
    const figures = await counted('custody', measure, 'quarter,status')
    expect(figures).toEqual(written(meant.figures(`custody ${name}`)))
  })

  it('persons held at the ends of quarters, by the status of the day, though half of the statuses tell no end', async () => {
    expect(await counted('custody_stock', 'held', 'quarter,status')).toEqual(meant.stock('custody'))
  })

  it('fewer minors than there were, where the year of birth makes them older', async () => {
    const figures = await counted('sentences', 'persons', 'year,age_band')
    const minors = Object.entries(figures).filter(([key]) => key.endsWith('A14'))
    expect(minors.length).toBeGreaterThan(5)
    for (const [key, figure] of minors) expect(figure).toBeLessThan(meant.figures('minors')[key.slice(0, 4)] ?? 0)
  })
})

describe('the synthetic registers hold', () => {
  it('appeals with their own day and outcome; all keep the day on which they were first sentenced', async () => {
    const found = await fact(`
      with firsts as (
        select case_key, person_key, min(sentenced_on) as day from facts.sentences_history
        where stage = 'first_instance' and ended_as = 'superseded' group by all
      ), appeals as (
        select case_key, person_key, any_value(stage)::varchar as stage, min(sentenced_on) as decided from facts.sentences
        where stage <> 'first_instance' group by all
      )
      select
        count(*) filter (stage = 'changed_on_appeal')::integer as changed,
        count(*) filter (stage = 'final')::integer as upheld,
        count(*) filter (persons.sentenced_on is distinct from firsts.day or decided <= firsts.day)::integer as moved
      from appeals left join firsts using (case_key, person_key) left join facts.persons using (case_key, person_key)`)
    const { changedOnAppeal, upheldOnAppeal } = meant.figures('kinds')
    expect(found).toEqual({ changed: changedOnAppeal, upheld: upheldOnAppeal, moved: 0 })
    expect(changedOnAppeal).toBeGreaterThan(1500)
    expect(upheldOnAppeal).toBeGreaterThan(5 * 1000)
  })

  it('corrections', async () => {
    const { judgments, orders } = await fact<{ judgments: number; orders: number }>(`
      select
        (select count(distinct (sentences.case_key, sentences.person_key)) from facts.sentences_history join facts.sentences using (row_key)
          where ended_as = 'superseded' and sentences.stage = 'first_instance')::integer as judgments,
        (select count(*) from facts.supervision_history join facts.supervision using (row_key)
          where ended_as = 'superseded' and supervision_history.ends_on <> supervision.ends_on)::integer as orders`)
    expect([judgments, orders].map((count) => count > 400)).toEqual([true, true])
    expect(Math.abs((judgments + orders) / (meant.figures('kinds')['corrected'] ?? 0) - 1)).toBeLessThan(0.02)
  })

  it('rows that were told a quarter late', async () => {
    const { late } = await fact<{ late: number }>(`
      with told as (
        select sentenced_on, delivery from facts.sentences_history where ended_as = 'superseded'
        union all select sentenced_on, delivery from facts.sentences
      ), firsts as (select delivery, mode(date_trunc('quarter', sentenced_on)) as quarter from told group by delivery)
      select count(*)::integer as late from told join firsts using (delivery)
      where date_trunc('quarter', sentenced_on) < quarter`)
    expect(late).toBeGreaterThan(1000)
    expect(meant.figures('kinds')['toldLate']).toBeGreaterThan(1500)
  })

  it('transfers, each with the order of the office that receives the client', async () => {
    const found = await fact<{ sent: number; received: number; elsewhere: number; same: number }>(`
      select
        count(*)::integer as sent,
        count(received.row_key)::integer as received,
        count(*) filter (received.office <> sent.office)::integer as elsewhere,
        count(*) filter (received.registered_on = sent.ended_on)::integer as same
      from facts.supervision as sent left join facts.supervision as received
        on received.person_key = sent.person_key and received.case_key = sent.case_key and received.kind = sent.kind
        and received.order_no = sent.order_no + 1 and received.registered_on - sent.ended_on in (0, 1)
      where sent.outcome = 'transferred'`)
    const transferred = meant.figures('kinds')['transferred'] ?? 0
    expect(transferred).toBeGreaterThan(800)
    expect(found).toMatchObject({ sent: transferred, received: transferred, elsewhere: transferred })
    expect([found.same > 0.4 * transferred, found.same < 0.8 * transferred]).toEqual([true, true])
  })

  it('statuses of prisoners without an end, which the next status or the release ends', async () => {
    const { open } = await fact<{ open: number }>(`
      select count(*)::integer as open from facts.stays where status_to is null and ends_on is not null`)
    expect(open).toBe(meant.figures('kinds')['withoutStatusEnd'])
    expect(open).toBeGreaterThan(20_000)
  })

  it('sentences that are merged with an earlier, suspended one, which ends its order', async () => {
    const { merged, revoked } = await fact<{ merged: number; revoked: number }>(`
      select count(*)::integer as merged, count(supervision.row_key)::integer as revoked
      from facts.persons as earlier join facts.persons as later
        on later.person_key = earlier.person_key and later.case_key <> earlier.case_key
        and later.sentenced_on between earlier.sentenced_on + 60 and earlier.sentenced_on + 550
        and later.sanction_class = 'CUST' and later.prior_conviction
      left join facts.supervision
        on supervision.person_key = earlier.person_key and supervision.case_key = earlier.case_key
        and outcome = 'revoked_new_offence' and ended_on between later.sentenced_on and later.sentenced_on + 60
      where earlier.sanction_class = 'SUSP'`)
    expect(meant.figures('kinds')['merged']).toBeGreaterThan(300)
    expect([merged > 300, revoked > 150]).toEqual([true, true])
  })

  it('persons with several cases in a month, and persons who are sentenced near their birthday', async () => {
    const { months } = await fact<{ months: number }>(`
      select count(*)::integer as months from (
        select person_key, month from facts.persons group by person_key, month having count(distinct case_key) > 1)`)
    expect(months).toBe(meant.severalInMonth)
    expect(months).toBeGreaterThan(300)
    expect(meant.figures('kinds')['nearBirthday']).toBeGreaterThan(2000)
    expect(meant.figures('kinds')['turning18']).toBeGreaterThan(100)
  })
})
