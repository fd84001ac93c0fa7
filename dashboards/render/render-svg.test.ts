import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { type Chart, growthChart, numberLocales } from '../charts/index.ts'
import { renderPng } from './render-png.ts'
import { renderSvg } from './render-svg.ts'

const spec = growthChart({
  grain: 'year',
  breaks: [{ on: '2021-12-01', number: 1 }],
  labels: { custodial: 'Эркинен ажыратуу', noncustodial: 'Эркинен ажыратпаган', persons: 'Адамдар' },
  description: 'Соттолгон «адамдар» <сан>',
})
const chart: Chart = { name: 'growth', spec, description: 'Соттолгон «адамдар» <сан>', locale: numberLocales.ky }
const row = (year: number, persons: number, period_status = 'complete') => ({ year, persons, period_status })
const rows = {
  custodial: [row(2022, 1953), row(2023, 1798), row(2024, 400, 'incomplete')],
  noncustodial: [row(2022, 3819), row(2023, 4342), row(2024, 900, 'incomplete')],
}

describe('a chart as a picture', () => {
  it('has its texts: it differs from one without', async () => {
    const svg = await renderSvg(chart, rows)
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
    const svg = await renderSvg(chart, rows)
    expect(svg).toContain('Эркинен ажыратуу')
    expect(svg).toContain('4\u00a0000')
    expect(svg).toContain('aria-label="Соттолгон «адамдар» &lt;сан>"')
  })

  it('shows an incomplete period hollow and out of the line', async () => {
    const svg = await renderSvg(chart, rows)
    expect(svg.match(/fill="#fff"/g)).toHaveLength(2)
  })

  it('is the same every time', async () => {
    expect(await renderSvg(chart, rows)).toBe(await renderSvg(chart, rows))
  })

  it('loads nothing that a specification names', async () => {
    const nosy = {
      ...chart,
      spec: {
        ...spec,
        layer: [{ data: { url: packagePath('package.json') }, mark: 'point', encoding: {} }],
      } as unknown as Chart['spec'],
    }
    expect(await renderSvg(nosy, {})).not.toContain('taraza')
  })

  it('needs no evaluation of text as code', () => {
    const script = join(tmpdir(), `draw-${process.pid}.mjs`)
    writeFileSync(
      script,
      `import { renderSvg } from ${JSON.stringify(packagePath('dist', 'dashboards', 'render', 'render-svg.js'))}\nprocess.stdout.write(await renderSvg(${JSON.stringify(chart)}, ${JSON.stringify(rows)}))\n`,
    )
    const svg = execFileSync(process.execPath, ['--disallow-code-generation-from-strings', script], {
      encoding: 'utf8',
    })
    expect(svg).toContain('<svg')
  })
})
