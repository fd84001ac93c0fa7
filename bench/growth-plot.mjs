// How cost grows with size, as the platform draws its charts: both axes logarithmic, a line for each way that was measured.
import { numberLocales } from '../dist/dashboards/charts/index.js'
import { renderSvg } from '../dist/dashboards/index.js'

const sentences = { small: 100_000, medium: 1_000_000, large: 10_000_000, huge: 100_000_000 }

/** The results that were measured on more than one size, as SVG. */
export async function growthPlot(results) {
  const sized = results.filter(({ unit, size, value }) => unit === 'ms' && size in sentences && value > 0)
  const names = new Set(sized.map(({ part, what }) => `${part}: ${what}`))
  const rows = [...names].flatMap((name) => {
    const own = sized.filter(({ part, what }) => `${part}: ${what}` === name)
    return own.length < 2 ? [] : own.map(({ size, value }) => ({ name, sentences: sentences[size], value }))
  })
  const description = 'Milliseconds by number of sentences'
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description,
    width: 620,
    height: 420,
    data: { name: 'figures' },
    mark: { type: 'line', point: true },
    encoding: {
      x: {
        field: 'sentences',
        type: 'quantitative',
        scale: { type: 'log' },
        axis: { title: 'sentences', format: '~s' },
      },
      y: { field: 'value', type: 'quantitative', scale: { type: 'log' }, axis: { title: 'milliseconds' } },
      color: { field: 'name', type: 'nominal', legend: { title: null, orient: 'right', labelLimit: 420 } },
    },
  }
  return await renderSvg({ name: 'growth', spec, description, rows, locale: numberLocales.en })
}
