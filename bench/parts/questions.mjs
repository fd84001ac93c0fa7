// Questions of pages, not kept, in the process: on the rollups of the protected cubes, and on a whole cube; against the statements
// that they run, prepared before and run alone.
import { DuckDBPreparedStatement } from '@duckdb/node-api'
import { loadJurisdiction } from '../../dist/jurisdictions/index.js'
import {
  ask,
  buildCatalog,
  datasetNamed,
  EditionReader,
  parseQuestion,
  policyFor,
  releaseSource,
  releaseStore,
} from '../../dist/warehouse/index.js'
import { releasedHome } from '../homes.mjs'
import { inTurns, spread } from '../measure.mjs'

const questions = {
  'year x class': { measure: 'persons', by: 'year,sanction_class' },
  'quarter x region, share': { measure: 'custodial_share', by: 'quarter,region' },
  'court x year': { measure: 'persons', by: 'court,year' },
  'median length, region x year': { measure: 'median_length_months', by: 'region,year' },
}

export async function measurePart({ size, rounds, record }) {
  const home = await releasedHome(size)
  const catalog = buildCatalog(loadJurisdiction('kg'))
  const shelf = releaseSource(home)
  const reader = new EditionReader(shelf, { home, threads: 2 })
  const dataset = datasetNamed('sentences', catalog)
  const codesOf = (name) => [...dataset.dimensions.get(name).codes].map(({ code }) => code).join(',')
  const whole = { sanction_category: codesOf('sanction_category'), age_band: codesOf('age_band') }
  const all = { ...questions, 'year x class, from the whole cube': { ...questions['year x class'], ...whole } }
  const ways = Object.fromEntries(
    Object.entries(all).map(([name, parameters]) => {
      const question = parseQuestion(parameters, dataset)
      return [name, () => ask(question, policyFor('public'), catalog, reader.pin(), AbortSignal.timeout(60_000))]
    }),
  )
  await inTurns(ways, 3)
  for (const [name, run] of Object.entries(ways)) ways[bareName(name)] = await bare(run)
  const blocks = await inTurns(inBlocks(ways), rounds * 6)
  const timesOf = (name) => blocks[name].map((time) => time / runsOfBlock)
  const base = spread(timesOf('year x class')).value
  const reference = 'its statements run bare'
  for (const name of Object.keys(questions)) {
    const own = spread(timesOf(name))
    const ratio = own.value / spread(timesOf(bareName(name))).value
    record({ what: name, ...own, unit: 'ms', ratio, reference, ratioAtMost: 1.5 })
  }
  const { rows } = releaseStore.read(home, reader.pin().edition.id).cubes['sentences']
  const wholeCube = spread(timesOf('year x class, from the whole cube'))
  record({
    what: `from the whole cube of ${rows} cells`,
    ...wholeCube,
    unit: 'ms',
    ratio: wholeCube.value / base,
    reference: 'its rollup',
  })
  record({ what: 'the same, for a million cells', value: (wholeCube.value / rows) * 1e6, unit: 'ms' })
  await reader.close()
}

const runsOfBlock = 50

/** What takes a millisecond is run many times a turn: after a collection of garbage the first run takes four times as long. */
function inBlocks(ways) {
  const block = (run) => async () => {
    for (let left = runsOfBlock; left > 0; left--) await run()
  }
  return Object.fromEntries(Object.entries(ways).map(([name, run]) => [name, block(run)]))
}

const bareName = (name) => `${name}, bare`

/** The statements that a question runs, as they are prepared, with their values: what the engine itself takes. */
async function bare(askQuestion) {
  const { bind } = DuckDBPreparedStatement.prototype
  const seen = []
  DuckDBPreparedStatement.prototype.bind = function (...given) {
    seen.push([this, given])
    return bind.apply(this, given)
  }
  await askQuestion().finally(() => {
    DuckDBPreparedStatement.prototype.bind = bind
  })
  if (seen.length === 0) throw new Error('a question ran no statement')
  return async () => {
    for (const [statement, given] of seen) {
      statement.bind(...given)
      await statement.run()
    }
  }
}
