import type { FigureUnit } from '../charts/index.ts'
import type { NativeChart, NativeSeries } from './native-series.ts'

/** Formats of numbers as office programs write them. */
const formats: Readonly<Record<FigureUnit, string>> = {
  count: '#,##0',
  share: '0%',
  growth: '+0%;−0%;0%',
  points: '+0.0;−0.0;0.0',
  number: '0.0',
}
const [categoryAxis, valueAxis] = [1, 2]
const [ink, quiet, grid] = ['1F2933', '7B8794', 'E3E7EB']

/**
 * The chart part of a presentation, with its data in the workbook beside it. It is written whole: the library that lays out
 * slides has no error bars, no marks of unfinished periods, and an axis id without an axis.
 *
 * @param workbook - the relationship to the workbook, whose first column has the categories and each other one a series
 * @see ECMA-376, part 1, section 21.2
 */
export function chartPart(chart: NativeChart, font: string, workbook = 'rId1'): string {
  const legend = `<c:legend><c:legendPos val="t"/><c:overlay val="0"/>${textOf(10, font)}</c:legend>`
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' +
    `<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>${plotOf(chart)}${axesOf(chart, font)}</c:plotArea>${chart.series.length > 1 ? legend : ''}` +
    `<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:externalData r:id="${workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>`
  )
}

function plotOf(chart: NativeChart): string {
  const { direction, isStacked } = chart
  const series = chart.series.map((one, at) => seriesOf(one, at, chart)).join('')
  const grouping = `<c:grouping val="${direction === 'lines' ? 'standard' : isStacked ? 'stacked' : 'clustered'}"/>`
  const axes = `<c:axId val="${categoryAxis}"/><c:axId val="${valueAxis}"/>`
  if (direction === 'lines')
    return `<c:lineChart>${grouping}<c:varyColors val="0"/>${series}<c:marker val="1"/>${axes}</c:lineChart>`
  return (
    `<c:barChart><c:barDir val="${direction === 'rows' ? 'bar' : 'col'}"/>${grouping}<c:varyColors val="0"/>${series}` +
    `<c:gapWidth val="40"/><c:overlap val="${isStacked ? 100 : 0}"/>${axes}</c:barChart>`
  )
}

function seriesOf(series: NativeSeries, at: number, chart: NativeChart): string {
  const { direction, categories } = chart
  const column = columnName(at + 1)
  const last = categories.length + 1
  const name = `<c:tx><c:strRef><c:f>Sheet1!$${column}$1</c:f>${strings([series.name])}</c:strRef></c:tx>`
  const labels = `<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$${last}</c:f>${strings(categories)}</c:strRef></c:cat>`
  const values = `<c:val><c:numRef><c:f>Sheet1!$${column}$2:$${column}$${last}</c:f><c:numCache><c:formatCode>${escaped(formatOf(chart))}</c:formatCode>${numbers(series.values)}</c:numCache></c:numRef></c:val>`
  const look = direction === 'lines' ? lineLook(series) : barLook(series)
  const smooth = direction === 'lines' ? '<c:smooth val="0"/>' : ''
  return `<c:ser><c:idx val="${at}"/><c:order val="${at}"/>${name}${look}${labels}${values}${smooth}</c:ser>`
}

function lineLook({ colour, line }: NativeSeries): string {
  const fill = solid(hex(colour))
  const dash = line === 'dashed' ? '<a:prstDash val="dash"/>' : ''
  const stroke =
    line === 'pale'
      ? '<a:ln w="25400"><a:noFill/></a:ln>'
      : `<a:ln w="${line === 'thin' ? 9525 : 25400}">${fill}${dash}<a:round/></a:ln>`
  const marker =
    line === 'pale'
      ? `<c:symbol val="circle"/><c:size val="8"/><c:spPr>${pale(colour)}<a:ln w="19050">${fill}</a:ln></c:spPr>`
      : line === 'pointed'
        ? `<c:symbol val="circle"/><c:size val="5"/><c:spPr>${fill}<a:ln w="9525">${fill}</a:ln></c:spPr>`
        : '<c:symbol val="none"/>'
  return `<c:spPr>${stroke}</c:spPr><c:marker>${marker}</c:marker>`
}

function barLook({ colour, unfinished, intervals, values }: NativeSeries): string {
  const points = unfinished.map(
    (at) =>
      `<c:dPt><c:idx val="${at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr>${pale(colour)}</c:spPr></c:dPt>`,
  )
  const bars = intervals === undefined ? '' : errorBars(values, intervals)
  return `<c:spPr>${solid(hex(colour))}</c:spPr><c:invertIfNegative val="0"/>${points.join('')}${bars}`
}

/** How far an interval reaches from its value. A value outside its own interval has no error bar: it would be mirrored. */
function errorBars(values: NativeSeries['values'], intervals: NonNullable<NativeSeries['intervals']>): string {
  const reach = values.map((value, at) => {
    const own = intervals[at]
    const holds = value !== null && own != null && own.lower <= value && value <= own.upper
    return holds ? { minus: value - own.lower, plus: own.upper - value } : { minus: 0, plus: 0 }
  })
  const side = (name: 'plus' | 'minus') =>
    `<c:${name}><c:numLit><c:formatCode>General</c:formatCode>${numbers(reach.map((one) => one[name]))}</c:numLit></c:${name}>`
  return `<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>${side('plus')}${side('minus')}<c:spPr><a:ln w="15875">${solid(ink)}</a:ln></c:spPr></c:errBars>`
}

function axesOf(chart: NativeChart, font: string): string {
  const { direction, range } = chart
  const [min, max] = range
  const isRows = direction === 'rows'
  const line = `<c:spPr><a:ln w="9525">${solid(quiet)}</a:ln></c:spPr>`
  const [beside, below] = isRows ? ['l', 't'] : ['b', 'l']
  return (
    `<c:catAx><c:axId val="${categoryAxis}"/><c:scaling><c:orientation val="${isRows ? 'maxMin' : 'minMax'}"/></c:scaling><c:delete val="0"/><c:axPos val="${beside}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>${line}${textOf(10, font)}<c:crossAx val="${valueAxis}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>` +
    `<c:valAx><c:axId val="${valueAxis}"/><c:scaling><c:orientation val="minMax"/><c:max val="${max}"/><c:min val="${min}"/></c:scaling><c:delete val="0"/><c:axPos val="${below}"/><c:majorGridlines><c:spPr><a:ln w="6350">${solid(grid)}</a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="${escaped(formatOf(chart))}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>${textOf(10, font)}<c:crossAx val="${categoryAxis}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>`
  )
}

function formatOf({ unit, hasDecimals }: NativeChart): string {
  return hasDecimals ? '0.0%' : formats[unit]
}

function textOf(points: number, font: string): string {
  return `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="${points * 100}">${solid(ink)}<a:latin typeface="${escaped(font)}"/></a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>`
}

function strings(texts: readonly string[]): string {
  const points = texts.map((text, at) => `<c:pt idx="${at}"><c:v>${escaped(text)}</c:v></c:pt>`)
  return `<c:strCache><c:ptCount val="${texts.length}"/>${points.join('')}</c:strCache>`
}

function numbers(values: readonly (number | null)[]): string {
  const points = values.map((value, at) => (value === null ? '' : `<c:pt idx="${at}"><c:v>${value}</c:v></c:pt>`))
  return `<c:ptCount val="${values.length}"/>${points.join('')}`
}

/** A, B, …, Z, AA as spreadsheets count columns. */
function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26))
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter
}

function solid(colour: string): string {
  return `<a:solidFill><a:srgbClr val="${colour}"/></a:solidFill>`
}

/** Half way to white: what is unfinished, on screens that show no transparency too. */
function pale(colour: string): string {
  const parts = [1, 3, 5].map((at) => Math.round((Number.parseInt(colour.slice(at, at + 2), 16) + 255) / 2))
  return solid(parts.map((part) => part.toString(16).padStart(2, '0').toUpperCase()).join(''))
}

function hex(colour: string): string {
  return colour.replace('#', '')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
