import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { type Chart, chartOf, colours, type PanelModel, plainPoint } from '../charts/index.ts'
import { drawSvg } from './draw-svg.ts'
import { renderPng } from './render-png.ts'
import { renderSvg } from './render-svg.ts'

const description = 'Соттолгон «адамдар» <сан>'
const points = (...values: readonly number[]) =>
  values.map((value, at) => ({ ...plainPoint(value), unfinished: at === values.length - 1 }))
const model: PanelModel = {
  form: 'lines',
  unit: 'count',
  measure: 'Адамдар',
  source: 'Сот реестри',
  grain: 'year',
  categories: ['2022', '2023', '2024'].map((code) => ({ code, label: code })),
  series: [
    { name: 'Эркинен ажыратуу', colour: colours.custodial, points: points(1953, 1798, 400) },
    { name: 'Эркинен ажыратпаган', colour: colours.noncustodial, points: points(3819, 4342, 900) },
  ],
  bounds: 'interval',
  levels: [],
  boundsLabel: 'аралык',
  laws: [{ on: '2021-12-01', number: 1 }],
}
const chart = chartOf(model, { name: 'growth', description, language: 'ky', total: '' })

describe('a chart as a picture', () => {
  it('has its texts: it differs from one without', async () => {
    const svg = await renderSvg(chart)
    const [picture, mute] = await Promise.all([
      renderPng(svg),
      renderPng(svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, '')),
    ])
    expect(picture.subarray(1, 4).toString()).toBe('PNG')
    expect(picture.length).toBeGreaterThan(mute.length * 1.2)
  })
})

describe('a chart drawn on the server', () => {
  it('has its texts in Kyrgyz, numbers as Kyrgyz readers write them, and a description', async () => {
    const svg = await renderSvg(chart)
    expect(svg).toContain('Эркинен ажыратуу')
    expect(svg).toContain('4\u00a0000')
    expect(svg).toContain('aria-label="Соттолгон «адамдар» &lt;сан>"')
  })

  it('shows an incomplete period hollow and out of the line', async () => {
    const svg = await renderSvg(chart)
    expect(svg.match(/fill="#fff"/g)).toHaveLength(2)
  })

  it('is the same every time, and shares no name of a definition with another one', async () => {
    const colour = { field: 'share', type: 'quantitative' }
    const spec = { data: { name: 'figures' }, mark: 'rect', encoding: { color: colour } } as unknown as Chart['spec']
    const coloured = (share: number) => ({
      chart: { ...chart, spec, rows: [{ share }, { share: 1 }] },
      specKey: 'coloured',
      key: String(share),
    })
    const [one, other] = [await drawSvg(coloured(0.2)), await drawSvg(coloured(0.3))]
    expect(await drawSvg(coloured(0.2))).toBe(one)
    const namesIn = (svg: string) => [...svg.matchAll(/\bid="([^"]+)"/g)].map(([, name]) => name ?? '')
    expect(namesIn(one).length).toBeGreaterThan(0)
    for (const name of namesIn(one)) {
      expect(one).toContain(`url(#${name})`)
      expect(namesIn(other)).not.toContain(name)
    }
  })

  it('loads nothing that a specification names', async () => {
    const nosy = {
      ...chart,
      spec: {
        ...chart.spec,
        layer: [
          ...(chart.spec['layer'] as object[]),
          { data: { url: packagePath('package.json') }, mark: 'point', encoding: {} },
        ],
      } as unknown as Chart['spec'],
    }
    expect(await renderSvg(nosy)).not.toContain('taraza')
  })

  it('needs no evaluation of text as code', () => {
    const script = join(tmpdir(), `draw-${process.pid}.mjs`)
    writeFileSync(
      script,
      `import { renderSvg } from ${JSON.stringify(packagePath('dist', 'dashboards', 'render', 'render-svg.js'))}\nprocess.stdout.write(await renderSvg(${JSON.stringify(chart)}))\n`,
    )
    const svg = execFileSync(process.execPath, ['--disallow-code-generation-from-strings', script], {
      encoding: 'utf8',
    })
    expect(svg).toContain('<svg')
  })
})
