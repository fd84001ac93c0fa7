import { strFromU8, strToU8 } from 'fflate'
import type { ZipParts } from '#foundation'
import { type ChartSeries, colours, seriesColours } from '../charts/index.ts'

/** A series as the chart part holds it. */
export interface DrawnSeries {
  readonly name: string
  readonly colour: string
  readonly values: readonly (number | null)[]
  /** How far the interval reaches from each value, downwards and upwards. */
  readonly reach?: { readonly minus: readonly number[]; readonly plus: readonly number[] }
}

/** Series with their intervals: bars have them as error bars, lines as thin lines of their own. */
export function drawnSeries(kind: ChartSeries['kind'], series: ChartSeries['series']): DrawnSeries[] {
  const palette = seriesColours(series)
  return series.flatMap(({ name, values, lower, upper }, at): DrawnSeries[] => {
    const own = { name, values, colour: palette[at] ?? colours.mark }
    if (lower === undefined || upper === undefined) return [own]
    if (kind !== 'lines') return [{ ...own, reach: reachOf(values, lower, upper) }]
    const bound = (bounds: typeof values, mark: string) => ({
      name: `${name} ${mark}`,
      values: bounds,
      colour: colours.earlier,
    })
    return [own, bound(lower, '↓ 95 %'), bound(upper, '↑ 95 %')]
  })
}

function reachOf(
  values: readonly (number | null)[],
  lower: readonly (number | null)[],
  upper: readonly (number | null)[],
) {
  const distance = (bounds: readonly (number | null)[]) =>
    values.map((value, at) => Math.abs((bounds[at] ?? value ?? 0) - (value ?? 0)))
  return { minus: distance(lower), plus: distance(upper) }
}

/** Adds error bars to the chart parts of a presentation: the library that writes them has none. */
export function withErrorBars(parts: ZipParts, charts: readonly (readonly DrawnSeries[])[]): ZipParts {
  const changed = new Map(parts)
  charts.forEach((series, at) => {
    const name = `ppt/charts/chart${at + 1}.xml`
    const part = parts.get(name)
    if (part === undefined) throw new Error(`the presentation lacks ${name}`)
    changed.set(name, strToU8(inSeries(strFromU8(part), series)))
  })
  return changed
}

function inSeries(xml: string, series: readonly DrawnSeries[]): string {
  let at = -1
  return xml.replaceAll(/<c:ser>|<c:cat>/g, (tag) => {
    if (tag === '<c:ser>') at += 1
    const reach = series[at]?.reach
    return tag === '<c:cat>' && reach !== undefined ? errorBars(reach) + tag : tag
  })
}

function errorBars({ minus, plus }: NonNullable<DrawnSeries['reach']>): string {
  const numbers = (values: readonly number[]) =>
    `<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="${values.length}"/>${values
      .map((value, at) => `<c:pt idx="${at}"><c:v>${value}</c:v></c:pt>`)
      .join('')}</c:numLit>`
  const line = '<c:spPr><a:ln w="15875"><a:solidFill><a:srgbClr val="1F2933"/></a:solidFill></a:ln></c:spPr>'
  return `<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/><c:plus>${numbers(plus)}</c:plus><c:minus>${numbers(minus)}</c:minus>${line}</c:errBars>`
}
