import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import request from 'supertest'
import { afterAll, describe, expect, it } from 'vitest'
import { operationRoutes } from '#api'
import { packagePath, packageRoot, Refusal } from '#foundation'
import { languages } from '#jurisdictions'
import { publicApp } from '../api/testing/public-app.ts'
import { readBoards } from './boards/board.ts'
import { boardPages } from './http/board-pages.tsx'
import { chartOperation } from './http/chart-routes.tsx'
import { exploreRoutes } from './http/explore-routes.tsx'
import { siteFor } from './pages/frame/site.ts'
import { signingKeyIn } from './proof/signing-key.ts'
import { translator } from './texts/messages.ts'
import { hasWords, refusalWords } from './texts/refusal-words.ts'

const folder = mkdtempSync(join(tmpdir(), 'refused-'))
afterAll(() => rmSync(folder, { recursive: true }))

const words = 'title: { en: a, ru: b, ky: c }\n    description: { en: a, ru: b, ky: c }'
const panels = {
  NOT_PUBLISHED: 'dataset: followup\n    query: { measure: ended_by_level, by: "year,sex" }\n    chart: lines',
  NOT_FOR_METHOD:
    'dataset: sentences\n    method: decomposition\n    query: { measure: custodial_share, by: "year,sex", from: "{year}", to: "{year}" }\n    chart: effects',
  TOO_FEW_PERIODS:
    'dataset: sentences\n    method: interrupted\n    query: { measure: persons, by: "month", event: codes-2021, from: "2018", to: "2018" }\n    chart: table',
}
const entries = Object.entries(panels)
writeFileSync(
  join(folder, 'added.yaml'),
  `order: 1\nnav: { en: a, ru: b, ky: c }\n${words.replace('\n    ', '\n')}\npanels:\n${entries
    .map(([code, lines]) => `  - name: ${code.toLowerCase().replaceAll('_', '-')}\n    ${words}\n    ${lines}\n`)
    .join('')}`,
)
writeFileSync(
  join(folder, 'empty.yaml'),
  `order: 2\nnav: { en: a, ru: b, ky: c }\n${words.replace('\n    ', '\n')}\npanels:\n  - name: empty\n    ${words}\n    dataset: sentences
    method: funnel\n    query: { measure: custodial_share, by: region, from: "{year}", to: "{year}", sex: UNK }\n    chart: funnel\n`,
)
const boards = readBoards(folder)
const { app, service } = publicApp((express, mounted) => {
  express.use(boardPages(mounted, boards, siteFor(boards)))
  express.use(exploreRoutes(mounted, siteFor(boards), () => signingKeyIn(folder)))
  const operations = [chartOperation(boards, () => signingKeyIn(folder))]
  express.use(operationRoutes(operations, mounted))
  return operations
})

/** Codes that the code of a folder refuses with. */
function codesIn(...folders: readonly string[]): readonly string[] {
  const files = execFileSync('git', ['ls-files', ...folders], { cwd: packageRoot, encoding: 'utf8' })
    .trim()
    .split('\n')
  const texts = files
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(packagePath(path), 'utf8'))
  const found = texts.flatMap((text) => [...text.matchAll(/Refusal\(\s*'([A-Z_]+)'/g)].map(([, code]) => code ?? ''))
  return [...new Set(found)].sort()
}

describe('a panel that has no answer', () => {
  it.each(languages)('keeps the code, and says why in the words of that code, in %s', async (language) => {
    const { text } = await request(app()).get(`/${language}/d/added`).expect(200)
    const parts = text.split('<section class="panel"').slice(1)
    expect(parts.map((part) => /data-refused="(\w+)"/.exec(part)?.[1])).toEqual(entries.map(([code]) => code))
    for (const [at, [code]] of entries.entries()) {
      const reason = refusalWords(new Refusal(code, ''), undefined, { t: translator(language), language })
      expect(parts[at]).toContain(`<p class="notice">${reason}`)
      expect(parts[at]).not.toMatch(/<svg|<table/)
    }
    expect(new Set(parts.map((part) => /<p class="notice">(.*?)<\/p>/.exec(part)?.[1])).size).toBe(entries.length)
  })

  it.each(entries)('has no picture, for the same reason: %s', async (code) => {
    const name = `added-${code.toLowerCase().replaceAll('_', '-')}`
    for (const format of ['json', 'svg']) {
      const { body, status } = await request(app()).get(`/v1/charts/${name}.${format}`)
      expect([status, body.code]).toEqual([400, code])
    }
  })
})

describe('a panel whose method finds nothing', () => {
  it('says so, draws no empty chart, and concludes nothing', async () => {
    const { text } = await request(app()).get('/en/d/empty').expect(200)
    const t = translator('en')
    expect(text).toContain(t('refused_nobody'))
    expect(text).not.toContain(t('funnel_none'))
    expect(text.split('<section class="panel"')[1]).not.toMatch(/<svg|<table/)
  })
})

describe('a period that the extracts do not cover', () => {
  it.each(languages)('is no zero on a page: it says what is covered, in %s', async (language) => {
    const { text } = await request(app()).get(
      `/${language}/explore?dataset=sentences&measure=persons&from=2010&to=2012`,
    )
    const refusal = new Refusal('PERIOD_NOT_COVERED', '', { allowed: ['2018-01', '2026-09'] })
    const reason = refusalWords(refusal, undefined, { t: translator(language), language })
    expect(reason).toContain('2018-01')
    expect(text).toContain(reason)
    expect(text).not.toMatch(/<svg|<table/)
    const part = await request(app()).get(`/${language}/explore?dataset=sentences&measure=persons&from=2010&to=2019`)
    expect(part.text).toContain(service().catalog.notes.trimmed[language])
  })
})

describe('the reasons of refusals', () => {
  it('have words of their own for every code of the grammar, of methods and of roles', () => {
    const codes = codesIn('warehouse/query', 'warehouse/catalog', 'warehouse/columns', 'warehouse/disclosure/cell-key')
    const others = codesIn('api/statistics', 'statistics', 'api/access/roles.ts', 'api/access/requested-level.ts')
    expect(codes.length + others.length).toBeGreaterThan(30)
    expect([...codes, ...others].filter((code) => !hasWords(code))).toEqual([])
  })

  it('are texts of all languages, and name the code where there are no words', () => {
    for (const language of languages) {
      const t = translator(language)
      const said = codesIn('warehouse/query', 'api/statistics', 'statistics').map((code) =>
        refusalWords(new Refusal(code, ''), undefined, { t, language }),
      )
      expect(said.every((text) => text.length > 10)).toBe(true)
      expect(refusalWords(new Refusal('SOMETHING_NEW', ''), undefined, { t, language })).toContain('SOMETHING_NEW')
    }
  })
})
