// Questions of officers on the facts, and of analysts with keys, against the bare GROUP BY on the same engine.

import { Engine } from '../../dist/foundation/index.js'
import { loadJurisdiction } from '../../dist/jurisdictions/index.js'
import { perturb } from '../../dist/warehouse/disclosure/cell-key/perturb.js'
import {
  ask,
  buildCatalog,
  datasetNamed,
  EditionReader,
  generationSource,
  parseQuestion,
  policyFor,
} from '../../dist/warehouse/index.js'
import { factsHome } from '../homes.mjs'
import { inTurns, spread } from '../measure.mjs'

const units = { small: 100_000, medium: 1_000_000, large: 10_000_000, huge: 100_000_000 }
const questions = {
  'year x class': { measure: 'persons', by: 'year,sanction_class' },
  'quarter x region, share': { measure: 'custodial_share', by: 'quarter,region' },
  'court x offence x sex, a year': { measure: 'persons', by: 'court,offence,sex', from: '2024', to: '2024' },
  'exact median length, region x year': { measure: 'median_length_months', by: 'region,year' },
}

export async function measurePart({ size, rounds, record }) {
  const home = await factsHome(size)
  const catalog = buildCatalog(loadJurisdiction('kg'))
  const reader = new EditionReader(generationSource(home), { home, threads: 2 })
  const dataset = datasetNamed('sentences', catalog)
  const asked = Object.entries(questions).map(([name, parameters]) => {
    const question = parseQuestion(parameters, dataset)
    return [name, () => ask(question, policyFor('officer'), catalog, reader.pin(), AbortSignal.timeout(60_000))]
  })
  const times = await inTurns(Object.fromEntries(asked), rounds)
  for (const [name, own] of Object.entries(times)) record({ what: `exact: ${name}`, ...spread(own), unit: 'ms' })
  await reader.close()

  const engine = await Engine.open({ threads: 2 })
  const connection = await engine.connect()
  await connection.run(`create table units as select
    (hash(i) % 9)::utinyint as region, (hash(i + 1) % 35)::utinyint as offence, (hash(i + 2) % 100 < 9) as sex,
    (2018 + hash(i + 3) % 9)::smallint as year, (hash(i + 4) % 4294967296)::uinteger as record_key
    from range(${units[size]}) as t(i)`)
  const from = 'from units where year = 2023 and not sex group by all'
  const keyed = await inTurns(
    {
      bare: () => connection.runAndReadAll(`select region, offence, count(*) ${from}`),
      keyed: async () => {
        const read = await connection.runAndReadAll(
          `select region, offence, count(*)::integer as n, (sum(record_key) % 4294967296)::uinteger as key ${from}`,
        )
        return read.getRowObjectsJS().map(({ n, key }) => perturb(n, key))
      },
    },
    rounds * 3,
  )
  const [bare, own] = [spread(keyed.bare), spread(keyed.keyed)]
  const limit = size === 'large' ? { ratioAtMost: 1.2 } : {}
  record({
    what: 'cell-key answer',
    ...own,
    unit: 'ms',
    ratio: own.value / bare.value,
    reference: 'bare GROUP BY',
    ...limit,
  })
  connection.closeSync()
  engine.close()
}
