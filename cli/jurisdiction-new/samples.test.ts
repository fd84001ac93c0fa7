import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSamples } from '#data-samples'
import { runOn } from '../testing/homes.ts'

const folder = mkdtempSync(join(tmpdir(), 'jurisdiction-samples-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const [home, out, samples] = ['home', 'xx', 'samples'].map((name) => join(folder, name)) as [string, string, string]

/** Completes the gaps of a crosswalk, as somebody would who does not know any code. */
function complete(path: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/,$/gm, ',UNK'))
}

interface Delivered {
  readonly register: string
  readonly account: { readonly read: number; readonly quarantined: number }
}

describe('the samples of a shipped country as those of a new one', () => {
  const rows = new Map<string, number>()
  const files: string[] = []
  let tried: readonly Delivered[] = []
  beforeAll(async () => {
    await writeSamples({ jurisdiction: 'kg', out: samples, from: '2024-01', to: '2024-01' })
    for (const delivery of readdirSync(samples)) {
      const manifest = JSON.parse(readFileSync(join(samples, delivery, 'manifest.json'), 'utf8'))
      for (const one of manifest.files) {
        rows.set(manifest.register, one.rows)
        files.push(join(samples, delivery, one.name))
      }
    }
    await runOn(home, ['jurisdiction', 'new', 'xx', '--languages', 'ky,ru,en', '--out', out, '--from', ...files])
    for (const name of readdirSync(join(out, 'crosswalks'))) complete(join(out, 'crosswalks', name))
    const list = join(out, 'lists', 'sanction_categories.csv')
    writeFileSync(list, readFileSync(list, 'utf8').replaceAll(/^(\w+),,/gm, '$1,OTH,'))
    tried = JSON.parse((await runOn(home, ['check', ...files, '--jurisdiction', out, '--json'])).out).deliveries
  })

  it('pass the check once their codes are mapped', async () => {
    expect(await runOn(home, ['jurisdiction', 'check', out])).toMatchObject({ code: 0, err: '' })
  })

  it('find their registers, and are read to the last row', () => {
    expect(rows.size).toBe(9)
    expect(new Map(tried.map(({ register, account }) => [register, account.read]))).toEqual(rows)
  })

  // Activities are planned for quarters after the period that their manifest announces.
  it('have no row that the new contract cannot read, but for plans', () => {
    expect(tried.flatMap(({ register, account }) => (account.quarantined > 0 ? [register] : []))).toEqual([
      'activities',
    ])
  })
})
