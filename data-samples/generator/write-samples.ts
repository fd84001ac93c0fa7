import { createHash } from 'node:crypto'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '#foundation'
import { type Contract, loadJurisdiction } from '#jurisdictions'
import { readPlan } from './plan.ts'
import { seededRandom } from './random.ts'
import { type Month, type SampleRow, type SentenceSource, sentencesOf } from './sentences.ts'

export interface SampleRequest {
  readonly jurisdiction: string
  readonly out: string
  readonly seed?: number
  /** How many times the published numbers of persons. */
  readonly scale?: number
  /** First and last month, as `2018-01`. */
  readonly from?: string
  readonly to?: string
}

export interface SampleDelivery {
  readonly folder: string
  readonly rows: number
}

/**
 * Writes synthetic extracts, one delivery with its manifest per quarter, in constant memory. Equal requests write equal bytes.
 *
 * @throws {@link Refusal} `NO_SAMPLES`, or `BAD_PERIOD` when `from` and `to` are not months in order
 */
export async function writeSamples(request: SampleRequest): Promise<readonly SampleDelivery[]> {
  const { seed = 1, scale = 1, from = '2018-01', to = '2026-09' } = request
  const jurisdiction = loadJurisdiction(request.jurisdiction)
  const plan = readPlan(request.jurisdiction)
  const contract = jurisdiction.contracts.get('sentences')
  if (contract === undefined) throw new Refusal('NO_SAMPLES', 'The jurisdiction has no contract for sentences.')
  const deliveries: SampleDelivery[] = []
  for (const [quarter, months] of quartersBetween(parseMonth(from), parseMonth(to))) {
    const source = { jurisdiction, plan, scale, random: seededRandom(seed * 1009 + monthNumber(months[0])) }
    deliveries.push(await writeQuarter(join(request.out, `sentences-${quarter}`), quarter, months, source, contract))
  }
  return deliveries
}

async function writeQuarter(
  folder: string,
  quarter: string,
  months: Months,
  source: SentenceSource,
  contract: Contract,
) {
  mkdirSync(folder, { recursive: true })
  const name = `court_sentences_${quarter}.csv`
  const written = await writeRows(join(folder, name), months, source, contract)
  const manifest = {
    register: 'sentences',
    period: { from: firstDay(months[0]), to: lastDay(months.at(-1) ?? months[0]) },
    synthetic: true,
    files: [{ name, ...written }],
  }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return { folder, rows: written.rows }
}

async function writeRows(path: string, months: Months, source: SentenceSource, contract: Contract) {
  const hash = createHash('sha256')
  const columns = distinctSources(contract)
  let rows = 0
  function* lines() {
    yield `${columns.map(({ header }) => header).join(contract.format.delimiter)}\n`
    for (const month of months) for (const row of sentencesOf(month, source)) yield line(row)
  }
  function line(row: SampleRow): string {
    rows += 1
    return `${columns.map(({ column }) => row[column] ?? '').join(contract.format.delimiter)}\n`
  }
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(Readable.from(lines(), { highWaterMark: 512 }), hashing, createWriteStream(path))
  return { sha256: hash.digest('hex'), rows }
}

/** One column of the file for each header of the contract, under its first name. */
function distinctSources({ columns }: Contract): readonly { header: string; column: string }[] {
  const all = Object.entries(columns).map(([column, { from }]) => ({ header: from[0] ?? column, column }))
  return all.filter(({ header }, index) => all.findIndex((other) => other.header === header) === index)
}

type Months = readonly [Month, ...Month[]]

function quartersBetween(from: Month, to: Month): ReadonlyMap<string, Months> {
  const quarters = new Map<string, [Month, ...Month[]]>()
  for (let number = monthNumber(from); number <= monthNumber(to); number++) {
    const month = { year: Math.floor(number / 12), month: (number % 12) + 1 }
    const quarter = `${month.year}-Q${Math.ceil(month.month / 3)}`
    const known = quarters.get(quarter)
    if (known) known.push(month)
    else quarters.set(quarter, [month])
  }
  if (quarters.size === 0)
    throw new Refusal('BAD_PERIOD', 'The first month comes after the last one.', { parameter: 'from' })
  return quarters
}

function monthNumber({ year, month }: Month): number {
  return year * 12 + month - 1
}

function parseMonth(text: string): Month {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? []
  if (year && month) return { year: Number(year), month: Number(month) }
  throw new Refusal('BAD_PERIOD', 'A month is written as 2024-03.', { parameter: 'from' })
}

function firstDay({ year, month }: Month): string {
  return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10)
}

function lastDay({ year, month }: Month): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}
