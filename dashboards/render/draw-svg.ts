import { type Loader, type LocaleFormatters, loader, parse, type Runtime, resetSVGDefIds, View, Warn } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile } from 'vega-lite'
import { asVegaLite, type Chart, type ChartSpec, rowsName, stripes, stripesDefinition } from '../charts/index.ts'
import { measureWithRealFonts } from './text-metrics.ts'

measureWithRealFonts()

const maxCompiled = 500

const compiled = new Map<string, Runtime>()

export interface ChartDrawing {
  readonly chart: Chart
  /** Equal for equal specifications. */
  readonly specKey: string
  /** Equal for equal charts. */
  readonly key: string
}

/**
 * Draws a chart as SVG text, without a browser and without `Function`. A specification can use the rows that are attached
 * and nothing else: every address that it names is refused.
 */
export async function drawSvg({ chart, specKey, key }: ChartDrawing): Promise<string> {
  const { spec, rows, locale, description } = chart
  const view = new View(runtimeOf(spec, specKey), {
    renderer: 'none',
    expr: expressionInterpreter,
    loader: closedLoader(),
    // The view takes the definitions and makes the formats itself; its types tell of the formats only.
    locale: { number: locale, time: timeLocale } as unknown as LocaleFormatters,
    logLevel: Warn,
  })
  try {
    const copies = rows.map((row) => ({ ...row }))
    view.data(rowsName, copies)
    const named = `<svg role="img" aria-label="${escapeAttribute(description)}" `
    // They are counted over all charts: equal charts would be different bytes.
    resetSVGDefIds()
    const svg = ofChart(await view.toSVG(), key)
    return withStripes(svg.replace('<svg ', named))
  } finally {
    view.finalize()
  }
}

/** Compiling takes as long as drawing, and a page draws the same specifications again and again. */
function runtimeOf(spec: ChartSpec, key: string): Runtime {
  const known = compiled.get(key)
  if (known !== undefined) return known
  const runtime = parse(compile(asVegaLite(spec)).spec, {}, { ast: true })
  if (compiled.size >= maxCompiled) compiled.delete(compiled.keys().next().value ?? '')
  compiled.set(key, runtime)
  return runtime
}

/** Names of definitions that no other chart of a page has. */
function ofChart(svg: string, key: string): string {
  return svg.replaceAll(/(\bid="|\burl\(#)(gradient_\d+|clip\d+)/g, `$1c${key.slice(0, 12)}-$2`)
}

function withStripes(svg: string): string {
  return svg.includes(stripes) ? svg.replace(/<\/svg>$/, `<defs>${stripesDefinition}</defs></svg>`) : svg
}

function closedLoader(): Loader {
  const refuse = () => Promise.reject(new Error('charts load nothing'))
  return { ...loader(), load: refuse, sanitize: refuse, http: refuse, file: refuse }
}

/** Axes show years and quarters only, so the names of months do not appear. */
const timeLocale = {
  dateTime: '%d.%m.%Y, %H:%M',
  date: '%d.%m.%Y',
  time: '%H:%M',
  periods: ['', ''],
  days: Array<string>(7).fill(''),
  shortDays: Array<string>(7).fill(''),
  months: Array<string>(12).fill(''),
  shortMonths: Array<string>(12).fill(''),
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

/** To be called is enough: by then what draws is loaded. */
export function beLoaded(): void {}
