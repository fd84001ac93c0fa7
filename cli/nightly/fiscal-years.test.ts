import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeSamples } from '#data-samples'
import { Engine, selectRows, sha256 } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog, factsFile, generationStore } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'
import { yearsFrom } from '../testing/own-jurisdiction.ts'
import { runNightly } from './run-nightly.ts'

let tests: TestHome[] = []
beforeEach(() => {
  tests = []
})
afterEach(() => {
  for (const test of tests) test.remove()
})

const two = (number: number) => String(number).padStart(2, '0')

/** A text with every date so many months later; no day after the 28th, so that each month has it. */
function later(text: string, months: number): string {
  const moved = (year: string, month: string) => Number(year) * 12 + Number(month) - 1 + months
  const day = (text: string) => two(Math.min(28, Number(text)))
  return text
    .replaceAll(/\b(\d\d)\.(\d\d)\.(\d{4})\b/g, (_, own: string, month: string, year: string) => {
      const at = moved(year, month)
      return `${day(own)}.${two((at % 12) + 1)}.${Math.floor(at / 12)}`
    })
    .replaceAll(/\b(\d{4})-Q([1-4])\b/g, (_, year: string, quarter: string) => {
      const at = Number(year) * 4 + Number(quarter) - 1 + months / 3
      return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`
    })
}

interface Manifest {
  readonly period: { readonly from: string; readonly to: string }
  readonly files: readonly { readonly name: string }[]
}

function moveDelivery(folder: string, months: number): void {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'latin1'))
  const files = manifest.files.map((file) => {
    const text = later(readFileSync(join(folder, file.name), 'latin1'), months)
    writeFileSync(join(folder, file.name), text, 'latin1')
    return { ...file, sha256: sha256(Buffer.from(text, 'latin1')) }
  })
  const dayIn = (text: string, after: number, day: number) =>
    new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1 + months + after, day))
      .toISOString()
      .slice(0, 10)
  const period = { from: dayIn(manifest.period.from, 0, 1), to: dayIn(manifest.period.to, 1, 0) }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, period, files }))
}

/** A home of the samples with every date so many months later, whose years begin as much later. */
async function homeOf(months: number): Promise<string> {
  const test = testHome()
  tests.push(test)
  const jurisdiction = yearsFrom(1 + months, test)
  await writeSamples({ jurisdiction: 'kg', out: test.incoming, from: '2022-01', to: '2023-12' })
  for (const delivery of readdirSync(test.incoming)) moveDelivery(join(test.incoming, delivery), months)
  await runNightly({ home: test.home, jurisdiction, incoming: test.incoming, now: new Date('2025-03-01T02:30:00Z') })
  return test.home
}

/** How many every cube counts by its periods. */
async function countsOf(home: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const engine = await Engine.open({ path: factsFile(home, generationStore.currentId(home) ?? ''), readOnly: true })
  try {
    return await engine.withConnection(async (connection) => {
      const all: Record<string, string[]> = {}
      for (const { name, establishment, dimensions } of buildCatalog(loadJurisdiction('kg')).cubes.values()) {
        const times = ['year', 'quarter', 'month'].filter((time) => dimensions.has(time)).join(', ')
        const sql = `select concat_ws(' ', ${times}, ${establishment ? 'sum(n)' : 'count(*)'}) as line
          from counted.${name} group by ${times} order by ${times}`
        all[name] = (await selectRows<{ line: string }>(connection, sql)).map(({ line }) => line)
      }
      return all
    })
  } finally {
    engine.close()
  }
}

describe('years that do not begin on 1 January', () => {
  it('counts the same when every date and the beginning of the year are three months later', async () => {
    expect(await countsOf(await homeOf(3))).toEqual(await countsOf(await homeOf(0)))
  })
})
