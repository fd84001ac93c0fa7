import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renderRunReport } from '#dashboards'
import { loadJurisdiction } from '#jurisdictions'
import { catalogFaults, declarationsOf, readRunReport } from '#warehouse'
import { addComplaints, complaintsCsv } from '../testing/complaints.ts'
import { type TestHome, testHome } from '../testing/homes.ts'
import { ownJurisdiction } from '../testing/own-jurisdiction.ts'
import { officerOf } from '../testing/paper/ask-officer.ts'
import { deliver } from '../testing/registers.ts'
import { runNightly } from './run-nightly.ts'

let test: TestHome
let folder: string
beforeEach(() => {
  test = testHome()
  folder = ownJurisdiction(test)
})
afterEach(() => test.remove())

const nightly = (...accept: readonly string[]) =>
  runNightly({ home: test.home, jurisdiction: folder, incoming: test.incoming, now: new Date(), accept })

async function topics(): Promise<unknown> {
  const officer = officerOf(test.home, folder)
  const dataset = officer.datasets.find(({ name }) => name === 'complaints')
  const said = dataset && (await officer.ask(dataset, 'complaints', ['year', 'complaint_topic']))
  await officer.close()
  return said instanceof Map ? Object.fromEntries(said) : said
}

describe('a register of a jurisdiction alone', () => {
  it('is taken in, counted and answered by its files', async () => {
    addComplaints(folder)
    deliver(test, 'complaints', complaintsCsv('food', 'health', 'food', 'wheather'), {})
    const { run, decision, refusals } = await nightly('TOO_MANY_QUARANTINED:complaints')
    expect({ decision, refusals }).toEqual({ decision: 'published_with_note', refusals: [] })
    const report = readRunReport(test.home, run)
    expect(report.deliveries).toMatchObject([{ register: 'complaints', account: { accepted: 3, quarantined: 1 } }])
    expect(renderRunReport(report, 'en', loadJurisdiction(folder))).toContain('<th scope="row">Complaints</th>')
    expect(await topics()).toEqual({ '2024,food': 2, '2024,health': 1 })
  })

  it('is counted anew when its statement changes', async () => {
    addComplaints(folder)
    deliver(test, 'complaints', complaintsCsv('food', 'health'))
    await nightly()
    const stored = "from facts.main.complaints where topic <> 'food'\n"
    addComplaints(folder, {
      'cubes/complaints.sql': `select (year(lodged_on) * 4 + quarter(lodged_on) - 1)::smallint as quarter,
        year(lodged_on)::smallint as year, topic as complaint_topic, row_key::varchar as unit_id ${stored}`,
    })
    expect(await nightly()).toMatchObject({ decision: 'published' })
    expect(await topics()).toEqual({ '2024,health': 1 })
  })

  it('may not be called as one of the platform, and its files are checked as those that ship', () => {
    const training = (type: string) => `training:\n  label: { ky: a, ru: a, en: a }\n  columns: { day: ${type} }\n`
    addComplaints(folder, { 'registers.yaml': training('text') })
    expect(() => loadJurisdiction(folder)).toThrow(/registers.yaml:1: "training" is a register of the platform/)
    addComplaints(folder, { 'registers.yaml': training('date') })
    expect(() => loadJurisdiction(folder)).toThrow(/columns.day: a date says since when it can have a value/)
    addComplaints(folder, {
      'cubes/cubes.yaml': 'complaints: { kind: flow, registers: [complaint], rows: [quarter, complaint_topik] }\n',
      'catalog/dimensions.yaml': 'complaint_topic: { list: complaint_topic, label: { ky: a, ru: a, en: a } }\n',
    })
    const words = () => {
      const jurisdiction = loadJurisdiction(folder)
      return catalogFaults(jurisdiction, declarationsOf(jurisdiction)).map(({ word, nearest }) => [word, nearest])
    }
    expect(words()).toEqual([['complaint_topic', 'complaint_topics']])
    addComplaints(folder, {
      'cubes/cubes.yaml': 'complaints: { kind: flow, registers: [complaint], rows: [quarter, complaint_topik] }\n',
    })
    expect(words()).toEqual([
      ['complaint', 'complaints'],
      ['complaint_topik', 'complaint_topic'],
    ])
  })
})
