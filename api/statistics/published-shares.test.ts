import * as fc from 'fast-check'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { publicApp } from '../testing/public-app.ts'

const { app, service } = publicApp()

const get = async (path: string) => (await request(app()).get(path)).body

interface Found {
  readonly group: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: findings of several methods
  readonly result: any
}

const ask = async (method: string, parameters: Record<string, string>) => {
  const body = await get(`/v1/statistics/${method}?${new URLSearchParams(parameters)}`)
  return body as { readonly findings?: readonly Found[]; readonly code?: string; readonly parameters: never }
}

/** The published shares of groups, by their code or period. */
async function published({ dataset = '', measure = '', ...rest }: Record<string, string>, by: string) {
  const query = new URLSearchParams({ ...rest, measure, by, detail: 'full' })
  const { columns, rows } = await get(`/v1/data/${dataset}?${query}`)
  const at = (name: string) => columns.findIndex((column: { name: string }) => column.name === name)
  return new Map<string, number>(rows.map((row: unknown[]) => [String(row[at(by)]), row[at(measure)]]))
}

/** Shares of data sets, by two dimensions each, in one year. */
const drawn = fc.record({
  measure: fc.nat(200),
  one: fc.nat(200),
  other: fc.nat(200),
  year: fc.integer({ min: 2019, max: 2025 }),
})

function questionOf({ measure, one, other, year }: { measure: number; one: number; other: number; year: number }) {
  const { catalog } = service()
  const cubes = service().pin('public').edition.release?.cubes ?? {}
  const shares = [...catalog.datasets.values()].flatMap((dataset) =>
    [...dataset.measures.values()]
      .filter(
        ({ form, cube }) => 'share' in form && cube.kind === 'flow' && dataset.oneOf.length === 0 && cubes[cube.name],
      )
      .map((own) => ({ dataset, own })),
  )
  const { dataset, own } = shares[measure % shares.length] as (typeof shares)[number]
  const dimensions = own.dimensions.filter(
    (name) => cubes[own.cube.name]?.dimensions.includes(name) && dataset.dimensions.get(name)?.grain === undefined,
  )
  const [first = '', second = ''] = [dimensions[one % dimensions.length], dimensions[other % dimensions.length]]
  return { dataset: dataset.name, measure: own.name, first, second, year }
}

const close = (one: number, other: number) => expect(Math.abs(one - other)).toBeLessThan(1e-9)

describe('the share of a group as it is', () => {
  it('is the published one in every method, whatever cells the method leaves out', async () => {
    const seen = { standardise: 0, disparity: 0, decomposition: 0, leftOut: 0 }
    await fc.assert(
      fc.asyncProperty(drawn, async (random) => {
        const { dataset, measure, first, second, year } = questionOf(random)
        if (first === second) return
        const when = { from: String(year), to: String(year) }
        const asked = { dataset, measure, ...when }
        const shares = await published(asked, first)
        const codes = [...shares].filter(([, share]) => share !== null).map(([code]) => code)
        const standardised = await ask('standardise', { ...asked, by: `${first},${second}` })
        for (const { group, result } of standardised.findings ?? []) {
          const share = shares.get(group[first] ?? '')
          if (share == null) continue
          close(result.crude, share)
          seen.standardise += 1
          seen.leftOut += Number(result.leftOut > 0)
        }
        const filter = { [first]: codes.slice(0, 2).join(',') }
        const disparity = await ask('disparity', { ...asked, by: `${first},${second}`, ...filter })
        for (const { group, result } of disparity.findings?.slice(0, 1) ?? []) {
          const [share, other] = [shares.get(group[first] ?? ''), shares.get(String(group['against']))]
          close(result.shares[0].events / result.shares[0].total, share ?? 0)
          close(result.shares[1].events / result.shares[1].total, other ?? 0)
          seen.disparity += 1
        }
        const years = { dataset, measure, from: String(year - 1), to: String(year) }
        const whole = await published(years, 'year')
        const decomposed = await ask('decomposition', { ...years, by: `year,${first},${second}` })
        const total = decomposed.findings?.find(({ group }) => Object.keys(group).length === 0)
        if (total === undefined) return
        close(total.result.effect, (whole.get(String(year)) ?? 0) - (whole.get(String(year - 1)) ?? 0))
        seen.decomposition += 1
      }),
      { numRuns: 25 },
    )
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0)
  })
})
