import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generationStore, listRuns, readRunReport } from '#warehouse'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { nightProcess } from '../testing/processes.ts'
import { deliver } from '../testing/registers.ts'
import { type SentenceCells, sentencesCsv } from '../testing/sentences.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

/** Code that ends its process in the middle of a statement, once the rows of several files were read with one pass. */
function killerAt(pattern: RegExp): string {
  const engine = import.meta.resolve('@duckdb/node-api')
  return `import { DuckDBConnection } from ${JSON.stringify(engine)}
    const { run } = DuckDBConnection.prototype
    let isTogether = false
    DuckDBConnection.prototype.run = function (sql, ...others) {
      isTogether ||= sql.includes('file_index')
      const result = run.call(this, sql, ...others)
      if (isTogether && ${pattern}.test(sql)) process.kill(process.pid, 'SIGKILL')
      return result
    }`
}

const files = 4
const rows = 50

/** Extracts of one register: each has rows of its own, and a later one corrects some of the one before it. */
function deliverYear(year: number): void {
  for (let file = 0; file < files; file++) {
    const extract = Array.from(
      { length: rows },
      (_, row): SentenceCells => ({
        CASE_ID: `C${year}-${file * (rows - 10) + row}`,
        PERSON_ID: `P${file * (rows - 10) + row}`,
        SENTENCED_ON: `05.03.${year}`,
        IN_FORCE_ON: '',
        DAYS: String(365 + file),
      }),
    )
    deliver(test, 'sentences', sentencesCsv(extract), {
      period: [`${year}-01-01`, `${year}-12-31`],
      sentAt: `${year + 1}-01-0${file + 1}T08:00:00Z`,
    })
  }
}

const moments = {
  'their rows are read': /create or replace table staging\.rows_read/,
  'they are reconciled': /table staging\.outcomes/,
  'they are added to the facts': /insert into facts\."sentences"/,
  'the facts are written out': /checkpoint facts/,
}

describe('a night that is killed while it takes in several files of a register together', () => {
  it('leaves the old generation and all files, and the next night takes in everything once', async () => {
    keepSecrets(test.home)
    deliverYear(2023)
    expect(await nightProcess(test.home, test.incoming)).toMatchObject({ end: 0 })
    const before = generationStore.list(test.home)
    const current = readFileSync(join(test.home, 'CURRENT.json'), 'utf8')
    deliverYear(2024)
    const waiting = readdirSync(test.incoming).sort()
    const undisturbed = join(test.home, '..', 'undisturbed')
    cpSync(test.home, undisturbed, { recursive: true })
    cpSync(test.incoming, `${undisturbed}-incoming`, { recursive: true })
    expect(await nightProcess(undisturbed, `${undisturbed}-incoming`)).toMatchObject({ end: 0 })
    for (const [moment, pattern] of Object.entries(moments)) {
      expect(await nightProcess(test.home, test.incoming, killerAt(pattern)), moment).toMatchObject({ end: 'SIGKILL' })
      expect(generationStore.list(test.home)).toEqual(before)
      expect(readFileSync(join(test.home, 'CURRENT.json'), 'utf8')).toBe(current)
      expect(readdirSync(test.incoming).sort()).toEqual(waiting)
    }
    expect(await nightProcess(test.home, test.incoming)).toMatchObject({ end: 0 })
    expect(readdirSync(test.incoming)).toEqual([])
    expect(outcomeIn(test.home)).toEqual(outcomeIn(undisturbed))
    expect(outcomeIn(test.home).accounts.map(({ read }) => read)).toEqual(Array(files).fill(rows))
    expect(outcomeIn(test.home).registers['sentences']?.rows).toBe(2 * (files * (rows - 10) + 10))
  }, 300_000)
})

/** What the last night made: of each file its account, and of all rows their number and fingerprint. */
function outcomeIn(home: string) {
  const report = readRunReport(home, listRuns(home)[0] ?? '')
  const generation = generationStore.list(home).at(-1)
  return {
    accounts: report.deliveries.map(({ account }) => account),
    registers: generation?.registers ?? {},
    contentHash: generation?.contentHash,
  }
}
