import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8 } from 'fflate'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { makeService, type Service } from '#api'
import { packZip, unpackZip, type ZipParts } from '#foundation'
import { readConfiguration } from '../cli/configuration.ts'
import type { RunningServer } from '../cli/server/running-server.ts'
import { startServer } from '../cli/server/start-server.ts'
import { runOn } from '../cli/testing/homes.ts'
import { nativeChart } from './exports/native-series.ts'
import type { Report } from './exports/report.ts'
import { makeReport } from './pack/make-report.ts'
import { shippedPack } from './pack/pack-content.ts'
import { makePackFiles } from './pack/pack-files.ts'
import { packQueryOf } from './pack/pack-query.ts'
import { releaseFor } from './panels/release-for.ts'
import { sealPng } from './proof/carriers.ts'
import { openFile } from './proof/open-file.ts'
import { readSeal, sealerFor } from './proof/seal.ts'
import { signingKeyIn } from './proof/signing-key.ts'
import { officeFaults } from './testing/office-package.ts'

const folder = mkdtempSync(join(tmpdir(), 'pack-'))
/** A home of its own: a pack makes a key, and people put texts in it. */
const home = join(folder, 'home')
const quarter = '2026-Q3'
const has = (program: string) => spawnSync(program, ['-v']).error === undefined

let service: Service<'public'>
let server: RunningServer
let files: ReturnType<typeof makePackFiles>
let report: Report

async function reportOf(language: 'ky' | 'ru' | 'en', wanted = quarter): Promise<Report> {
  const { signal } = new AbortController()
  return await makeReport({ quarter: wanted, language }, service, packQueryOf(releaseFor(service), service, signal))
}

beforeAll(async () => {
  cpSync(inject('kgHome'), home, { recursive: true })
  mkdirSync(join(home, 'pack', quarter), { recursive: true })
  writeFileSync(
    join(home, 'pack', quarter, 'probation.ky.md'),
    '# Түшүндүрмө\n\nБул **министрлик** жазган сүйлөм.\n\n- биринчи\n- экинчи\n',
  )
  service = makeService({ home, jurisdiction: 'kg', levels: ['public'], log: pino({ level: 'silent' }) })
  server = await startServer(readConfiguration({ TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent' }))
  report = await reportOf('ky')
  files = makePackFiles(report, signingKeyIn(service.signingFolder))
})
afterAll(async () => {
  await server.close()
  await service.close()
  rmSync(folder, { recursive: true })
})

/** Does something while packs have a few sections, of charts, of a table, and of words: each panel more takes its time. */
async function withFewSections(work: () => Promise<void>): Promise<void> {
  const own = join(home, 'pack', 'pack.yaml')
  const { sections, ...content } = parse(readFileSync(shippedPack, 'utf8'))
  const few = ['regions', 'prison', 'sdg', 'methods']
  const taken = sections.filter(({ name }: { name: string }) => few.includes(name))
  expect(taken).toHaveLength(few.length)
  writeFileSync(own, stringify({ ...content, sections: taken }))
  await work().finally(() => rmSync(own))
}

const textOf = (parts: ZipParts, name: string) => strFromU8(parts.get(name) ?? new Uint8Array())
const numbersIn = (xml: string) => [...xml.matchAll(/<c:v>([^<]+)<\/c:v>/g)].map(([, value]) => Number(value))
const wordsIn = (xml: string) => [...xml.matchAll(/<a:t>([^<]*)<\/a:t>/g)].map(([, word = '']) => word)
const post = async (path: string, body: Uint8Array) =>
  await fetch(server.url + path, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { 'content-type': 'application/octet-stream' },
  })
const verified = async (body: Uint8Array) => await (await post('/v1/verify', body)).json()

describe('the pack of a quarter', () => {
  it('has a figure for everything that the committee asked for, with its source and its release', () => {
    expect(report.sections.map(({ name }) => name)).toEqual([
      'glance',
      'growth',
      'regions',
      'mix',
      'probation',
      'prison',
      'hand-off',
      'sdg',
      'why',
      'projection',
      'activities',
      'quality',
      'revisions',
      'methods',
    ])
    for (const { panels } of report.sections)
      for (const { name, source, values, table, sentences } of panels) {
        if (values !== undefined) expect([name, source.join()]).toEqual([name, expect.stringContaining('2026-Q3.1')])
        expect([name, (table?.rows.length ?? 0) + sentences.length > 0 || name === 'revisions']).toEqual([name, true])
      }
  })

  it('has the parts and titles that it always had', async () => {
    const parts = unpackZip(await files('pptx'))
    const slides = report.sections.flatMap(({ title, panels }) =>
      panels.map((panel) => `${title} / ${panel.title} / ${panel.model?.form ?? 'table'}`),
    )
    const kinds = [...parts.keys()].map((name) => name.replaceAll(/\d+/g, '#'))
    await expect([...slides, ...[...new Set(kinds)].sort()].join('\n')).toMatchFileSnapshot(
      'pack/golden/outline.ky.txt',
    )
  })

  it('calls a change one only where its interval leaves out zero', () => {
    const [glance] = report.sections[0]?.panels ?? []
    const rows = glance?.values?.rows ?? []
    expect(rows.length).toBe(6)
    rows.forEach((row, at) => {
      const [lower, upper] = [Number(row[6]), Number(row[7])]
      const isClear = lower > 0 || upper < 0
      expect(glance?.sentences[at]?.includes('айкын өзгөрүү жок')).toBe(!isClear)
    })
  })

  it('is slides with native charts whose numbers are those of the API', async () => {
    const parts = unpackZip(await files('pptx'))
    const models = report.sections.flatMap(({ panels }) =>
      panels.flatMap(({ name, model }) => (model ? [{ name, model }] : [])),
    )
    const charts = models.filter(({ model }) => nativeChart(model, report.t) !== undefined)
    expect(models.length - charts.length).toBe(2)
    expect([...parts.keys()].filter((name) => /charts\/chart\d+\.xml$/.test(name))).toHaveLength(charts.length)
    for (const [at, { name, model }] of charts.entries()) {
      const xml = textOf(parts, `ppt/charts/chart${at + 1}.xml`)
      const drawn = new Set([...xml.matchAll(/<c:val>.*?<\/c:val>/gs)].flatMap(([values]) => numbersIn(values)))
      const values = model.series.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []))
      expect([name, values.filter((value) => !drawn.has(value))]).toEqual([name, []])
    }
    expect(officeFaults(parts)).toEqual([])
    const stored = await (
      await fetch(`${server.url}/v1/data/custody_stock?measure=held&by=quarter,status&from=2021-Q3&to=2026-Q3`)
    ).json()
    const at = charts.findIndex(({ name }) => name === 'prison-held')
    const sum = [...textOf(parts, `ppt/charts/chart${at + 1}.xml`).matchAll(/<c:val>.*?<\/c:val>/gs)]
      .flatMap(([values]) => numbersIn(values))
      .reduce((one, other) => one + other, 0)
    expect(sum).toBe(stored.rows.reduce((total: number, row: number[]) => total + Number(row[2]), 0))
  })

  it('is a workbook with a sheet for each panel that has every figure and bound of its model', async () => {
    const parts = unpackZip(await files('xlsx'))
    expect(officeFaults(parts)).toEqual([])
    const panels = report.sections.flatMap((section) => section.panels)
    let compared = 0
    for (const [at, { name, model }] of panels.entries()) {
      const sheet = textOf(parts, `xl/worksheets/sheet${at + 2}.xml`)
      const found = new Set([...sheet.matchAll(/<v>([^<]+)<\/v>/g)].map(([, value]) => Number(value).toPrecision(9)))
      const points = model?.series.flatMap((series) => series.points) ?? []
      // A count that has no row is nobody; points of a change are held as a share.
      const scale = model?.unit === 'points' ? 100 : 1
      const reported = points.flatMap(({ value, bounds }) => [
        value,
        ...bounds.flatMap((one) => [one?.lower, one?.upper]),
      ])
      const missing = reported.filter((value) => value && !found.has((value / scale).toPrecision(9)))
      expect([name, missing]).toEqual([name, []])
      compared += reported.length
    }
    expect(compared).toBeGreaterThan(1000)
  })

  it('says on every slide which release it is of, that its data are synthetic, and how it was made', async () => {
    const parts = unpackZip(await files('pptx'))
    const slides = [...parts.keys()].filter((name) => /slides\/slide\d+\.xml$/.test(name))
    expect(slides.length).toBeGreaterThan(30)
    for (const name of slides) expect(wordsIn(textOf(parts, name)).join(' ')).toMatch(/2026-Q3\.1.*Синтетикалык/s)
    const notes = [...parts.keys()].filter((name) => /notesSlides\/notesSlide\d+\.xml$/.test(name))
    expect(wordsIn(textOf(parts, notes[3] ?? '')).join(' ')).toContain('Эсептөө эрежеси')
    expect(wordsIn(textOf(parts, 'ppt/slides/slide1.xml')).join(' ')).toContain('Башкаруу комитети')
  })

  it('marks paragraphs that people wrote as theirs, without their marks', async () => {
    const { own } = report.sections.find(({ name }) => name === 'probation') ?? {}
    expect(own).toEqual(['Түшүндүрмө', 'Бул министрлик жазган сүйлөм.', '• биринчи', '• экинчи'])
    const slides = unpackZip(await files('pptx'))
    const all = [...slides].filter(([name]) => /slides\/slide\d+\.xml$/.test(name)).map(([, part]) => strFromU8(part))
    expect(all.find((xml) => xml.includes('Бул министрлик'))).toContain('Министрлик кошкон')
  })

  it.skipIf(!has('pdftotext'))('is a tagged PDF with its own fonts and text that can be found', async () => {
    const path = join(folder, 'pack.pdf')
    writeFileSync(path, await files('pdf'))
    const run = (program: string, ...more: string[]) => execFileSync(program, [path, ...more]).toString()
    expect(run('pdfinfo')).toMatch(/Tagged: +yes/)
    expect(run('pdffonts').match(/yes yes yes/g)?.length).toBe(2)
    const text = run('pdftotext', '-')
    for (const words of ['чейректик жыйынтык', 'Өкүмү', 'көрсөткүч', '2026-Q3.1', 'Синтетикалык'])
      expect(text).toContain(words)
  })

  it('is a workbook with values as numbers and no formula', async () => {
    const parts = unpackZip(await files('xlsx'))
    const sheets = [...parts.keys()].filter((name) => /worksheets\/sheet\d+\.xml$/.test(name))
    expect(sheets.length).toBeGreaterThan(30)
    for (const name of sheets) expect(textOf(parts, name)).not.toContain('<f>')
    expect(sheets.some((name) => /<v>0\.\d+<\/v>/.test(textOf(parts, name)))).toBe(true)
  })

  it('is an archive of all of it: pictures, data that a data package describes, and what they are in three languages', async () => {
    const parts = unpackZip(await files('zip'))
    const names = [...parts.keys()]
    for (const name of [
      'README.ky.md',
      'README.ru.md',
      'README.en.md',
      'manifest.json',
      'charts/prison-held.png',
      'charts/regions-map.svg',
    ])
      expect(names).toContain(name)
    const { resources } = JSON.parse(textOf(parts, 'datapackage.json'))
    for (const { path, schema } of resources) {
      const [head] = textOf(parts, path).split('\r\n')
      expect(head?.split(',')).toHaveLength(schema.fields.length)
    }
    expect(Buffer.from(parts.get('pack_kg_2026-Q3_ky.pdf') ?? []).equals(await files('pdf'))).toBe(true)
  })

  it('is the same bytes from the server, and for who has it nothing at all', async () => {
    await withFewSections(async () => {
      const few = makePackFiles(await reportOf('ru'), signingKeyIn(service.signingFolder))
      for (const format of ['pptx', 'pdf', 'xlsx'] as const) {
        const response = await fetch(`${server.url}/v1/packs/${quarter}/ru.${format}`)
        expect(response.headers.get('content-disposition')).toContain(`pack_kg_2026-Q3_ru.${format}`)
        expect(Buffer.from(await response.arrayBuffer()).equals(await few(format))).toBe(true)
        const again = { headers: { 'if-none-match': response.headers.get('etag') ?? '' } }
        expect((await fetch(`${server.url}/v1/packs/${quarter}/ru.${format}`, again)).status).toBe(304)
      }
    })
  })

  it('has the same figures in every language', async () => {
    const english = await reportOf('en')
    expect(english.manifest.figures.map(({ sha256 }) => sha256)).toEqual(
      report.manifest.figures.map(({ sha256 }) => sha256),
    )
  })

  it('can be made of an earlier quarter, and of none that no release holds', async () => {
    const earlier = await reportOf('ru', '2024-Q4')
    const stored = earlier.sections.flatMap(({ panels }) => panels).find(({ name }) => name === 'prison-held')
    expect(stored?.values?.rows.at(-1)?.[0]).toBe('2024-Q4')
    for (const [path, status, code] of [
      ['/v1/packs/2030-Q1/en.pdf', 404, 'QUARTER_NOT_RELEASED'],
      ['/v1/packs/2024/en.pdf', 400, 'BAD_PARAMETER'],
      ['/v1/packs/2024-Q1/en.doc', 404, 'NOT_FOUND'],
      ['/v1/packs/2024-Q1/en.pdf?release=2020-Q1.9', 404, 'UNKNOWN_RELEASE'],
      ['/v/2024-Q1_2020-Q1.9', 404, undefined],
      ['/v/2024-Q1', 404, undefined],
      ['/v/nothing_2026-Q3.1', 400, undefined],
    ] as const) {
      const response = await fetch(server.url + path)
      expect([path, response.status]).toEqual([path, status])
      if (code !== undefined) expect((await response.json()).code).toBe(code)
    }
  })

  it('is not made from a file of the secretary that names a panel which no page has, or a text without end', async () => {
    const own = join(home, 'pack', 'pack.yaml')
    const content = readFileSync(new URL('pack/pack.yaml', import.meta.url), 'utf8')
    writeFileSync(own, content.replace('regions-map', 'regions-nothing'))
    await expect(reportOf('en')).rejects.toMatchObject({ code: 'PACK_CONTENT' })
    rmSync(own)
    const long = join(home, 'pack', quarter, 'prison.en.md')
    writeFileSync(long, 'a '.repeat(20_000))
    await expect(reportOf('en')).rejects.toMatchObject({ code: 'TEXT_TOO_LONG' })
    rmSync(long)
  })

  it('is one command', async () => {
    const out = join(folder, 'out')
    await withFewSections(async () => {
      const { code, out: said } = await runOn(home, ['pack', '--lang', 'ky', '--format', 'xlsx', '--out', out])
      expect([code, said]).toEqual([0, `${join(out, 'pack_kg_2026-Q3_ky.xlsx')}\n`])
    })
    const proof = await runOn(home, ['verify', join(out, 'pack_kg_2026-Q3_ky.xlsx')])
    expect([proof.code, proof.out]).toEqual([0, expect.stringContaining('unchanged')])
    expect((await runOn(home, ['pack', '2030-Q1', '--out', out])).err).toContain('QUARTER_NOT_RELEASED')
  })
})

describe('an exported file', () => {
  it('is unchanged and ours, whatever its kind', async () => {
    for (const format of ['pptx', 'pdf', 'xlsx', 'zip'] as const)
      expect(await verified(await files(format))).toMatchObject({
        verdict: 'unchanged',
        origin: 'proven',
        now: '2026-Q3.1',
      })
    for (const name of [
      'prison-held.svg',
      'regions-funnel.png',
      'why-decomposition.pdf',
      'probation-entries.pptx',
      'share.png',
      'mix.svg',
      'growth.pdf',
      'growth.pptx',
      'regions.pptx',
      'explore.pptx',
      'explore.png',
    ]) {
      const response = await fetch(`${server.url}/v1/charts/${name}?lang=ru`)
      expect([name, response.status]).toEqual([name, 200])
      const bytes = Buffer.from(await response.arrayBuffer())
      expect([name, await verified(bytes)]).toEqual([
        name,
        expect.objectContaining({ verdict: 'unchanged', origin: 'proven' }),
      ])
    }
    const answer = await fetch(`${server.url}/v1/data/custody_stock?measure=held&by=year,status`)
    expect(await verified(Buffer.from(await answer.arrayBuffer()))).toMatchObject({
      verdict: 'unchanged',
      origin: 'not_proven',
    })
  })

  it('has a name that tells what it shows', async () => {
    const { headers } = await fetch(`${server.url}/v1/charts/sentencing-share.png?lang=ru&region=KG-C`)
    expect(headers.get('content-disposition')).toContain('sentencing-share_kg-kg-c_2026Q3_ru.png')
  })

  it('is altered when a letter, a pixel or a figure of it is another one', async () => {
    const slides = new Map(unpackZip(await files('pptx')))
    const chart = textOf(slides, 'ppt/charts/chart1.xml')
    slides.set('ppt/charts/chart1.xml', strToU8(chart.replace(/<c:v>(\d+)<\/c:v>/, '<c:v>1</c:v>')))
    expect(await verified(packZip(slides))).toMatchObject({ verdict: 'altered', because: 'content' })
    const paper = Buffer.from(await files('pdf'))
    paper[paper.length - 20] = (paper[paper.length - 20] ?? 0) ^ 1
    expect(await verified(paper)).toMatchObject({ verdict: 'altered', because: 'content' })
    const answer = await (await fetch(`${server.url}/v1/data/custody_stock?measure=held&by=year,status`)).json()
    answer.rows[0][2] += 3
    expect(await verified(Buffer.from(JSON.stringify(answer)))).toMatchObject({
      verdict: 'altered',
      because: 'figures',
    })
  })

  it('is altered when its manifest was edited, and when another one was signed over invented figures', async () => {
    const svg = await (await fetch(`${server.url}/v1/charts/prison-held.svg`)).text()
    const seal = openFile(strToU8(svg)).seal ?? ''
    const read = JSON.parse(Buffer.from(seal, 'base64').toString())
    read.manifest.release = '2020-Q1.1'
    const edited = svg.replace(seal, Buffer.from(JSON.stringify(read)).toString('base64'))
    expect(await verified(strToU8(edited))).toMatchObject({ verdict: 'altered', because: 'manifest' })
    const foreign = signingKeyIn(join(folder, 'foreign'))
    const { manifest } = readSeal(seal)
    const invented = { ...manifest, figures: manifest.figures.map((figure) => ({ ...figure, sha256: '0'.repeat(64) })) }
    const png = Buffer.from(await (await fetch(`${server.url}/v1/charts/prison-held.png`)).arrayBuffer())
    expect(await verified(sealPng(withoutSeal(png), sealerFor(invented, foreign)))).toMatchObject({
      verdict: 'foreign',
      figures: [],
      origin: 'other',
    })
    const own = signingKeyIn(service.signingFolder)
    expect(await verified(sealPng(withoutSeal(png), sealerFor(invented, own)))).toMatchObject({
      verdict: 'otherwise',
      figures: [{ state: 'differs' }],
    })
    expect(await verified(sealPng(withoutSeal(png), sealerFor(manifest, foreign)))).toMatchObject({
      verdict: 'foreign',
      figures: [],
      origin: 'other',
    })
  })

  it('of facts is not checked, whoever signed it: checking is no way to ask about them', async () => {
    const { manifest } = readSeal(openFile(await files('pdf')).seal ?? '')
    const key = signingKeyIn(service.signingFolder)
    const png = withoutSeal(Buffer.from(await (await fetch(`${server.url}/v1/charts/prison-held.png`)).arrayBuffer()))
    const exact = { ...manifest, level: 'officer' } as unknown as typeof manifest
    const response = await post('/v1/verify', sealPng(png, sealerFor(exact, key)))
    expect([response.status, (await response.json()).code]).toEqual([400, 'NOT_PUBLIC'])
    const answer = await post(
      '/v1/verify',
      Buffer.from(JSON.stringify({ dataset: 'sentences', columns: [], rows: [], level: 'officer', release: null })),
    )
    expect((await answer.json()).code).toBe('NOT_PUBLIC')
  })

  it('of somebody else is told so', async () => {
    for (const [body, code] of [
      [strToU8('hello'), 'NOT_OURS'],
      [strToU8('{"a":1}'), 'NOT_OURS'],
      [strToU8('{"a":'), 'NOT_OURS'],
      [strToU8('%PDF-1.7 nothing'), 'NOT_OURS'],
      [strToU8('PK\u0003\u0004 nothing'), 'NOT_OURS'],
      [packZip(new Map([['a.txt', strToU8('a')]])), 'NOT_OURS'],
      [packZip(new Map([['seal.txt', strToU8('AAAA')]])), 'MANIFEST_BROKEN'],
      [claimingSize(packZip(new Map([['a.txt', strToU8('a')]])), 300_000_000), 'FILE_TOO_LARGE'],
      [new Uint8Array(), 'NO_FILE'],
    ] as const)
      expect((await (await post('/v1/verify', body)).json()).code).toBe(code)
    expect((await post('/v1/verify', new Uint8Array(32_000_000))).status).toBe(413)
  })

  it.each([
    ['/v1/data/sentences', 'GET, HEAD'],
    ['/en/', 'GET, HEAD'],
    ['/en/d/probation', 'GET, HEAD'],
    ['/v1/verify', 'POST'],
    ['/ky/verify', 'GET, HEAD, POST'],
  ])('is checked by POST, and nothing is changed at %s by another method', async (path, allowed) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'].filter((one) => !allowed.endsWith(one))) {
      const { status, headers } = await fetch(server.url + path, { method })
      expect([method, status, headers.get('allow')]).toEqual([method, 405, allowed])
    }
  })

  it('is checked on a page, in a form that needs no script, and by the link that stands on it', async () => {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(await files('xlsx'))]), 'pack.xlsx')
    const page = await (await fetch(`${server.url}/ru/verify`, { method: 'POST', body: form })).text()
    expect(page).toContain('Без изменений')
    expect(page).toContain('подпись этой установки')
    const wrong = new FormData()
    wrong.set('file', new Blob(['nothing']), 'a.txt')
    const refused = await fetch(`${server.url}/ky/verify`, { method: 'POST', body: wrong })
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('Taraza')])
    const link = await (await fetch(server.url + report.link, { headers: { 'accept-language': 'en' } })).text()
    expect(link).toContain('Unchanged')
  })

  it('without a home is consistent, of unproven origin, and proves nothing', async () => {
    const path = join(folder, 'alone.pdf')
    writeFileSync(path, await files('pdf'))
    const { code, out } = await runOn(join(folder, 'nowhere'), ['verify', path])
    expect([code, out]).toEqual([1, expect.stringMatching(/consistent.*origin not proven/s)])
  })
})

/** An archive that says its first file is of another size. */
function claimingSize(zip: Buffer, size: number): Buffer {
  zip.writeUInt32LE(size, zip.indexOf('PK\u0001\u0002') + 24)
  return zip
}

/** The picture as it was drawn. */
function withoutSeal(png: Buffer): Buffer {
  const start = png.indexOf('tEXtTarazaSeal') - 4
  return Buffer.concat([png.subarray(0, start), png.subarray(start + png.readUInt32BE(start) + 12)])
}
