/**
 * The look of all charts. The colours of the sanction classes are fixed everywhere; they are the scheme of Okabe and Ito
 * (2008), which colour-blind readers can tell apart, darkened where it lacked contrast against white.
 */
const palette = {
  brick: '#A23B00',
  amber: '#E69F00',
  green: '#007A5E',
  blue: '#0072B2',
  violet: '#7A5195',
  grey: '#8A8F98',
  sky: '#56B4E9',
  pale: '#C9CCD1',
  teal: '#00708C',
} as const

export const classColours: Readonly<Record<string, string>> = {
  CUST: palette.brick,
  SUSP: palette.amber,
  CSM: palette.green,
  FIN: palette.blue,
  OTH: palette.violet,
  NONE: palette.grey,
  MIX: palette.sky,
  UNK: palette.pale,
}

export const colours = {
  custodial: palette.brick,
  noncustodial: palette.teal,
  text: '#1F2933',
  quiet: '#5B6672',
  grid: '#E3E7EB',
  mark: '#7B8794',
  earlier: '#8A97A6',
} as const

/** Colours for codes that have none of their own, in an order in which neighbours can be told apart. */
const { teal, amber, violet, green, brick, sky, grey, blue, pale } = palette
const series = [teal, amber, violet, green, brick, sky, grey, blue, pale]

/** A colour for each code of a dimension, by the name that the chart shows. */
export function colourScale({
  codes,
}: {
  readonly codes: readonly { readonly code: string; readonly label: string }[]
}) {
  return {
    domain: codes.map(({ label }) => label),
    range: codes.map(({ code }, at) => classColours[code] ?? series[at % series.length] ?? colours.mark),
  }
}

const longestInTwoColumns = 24

type Coloured = Parameters<typeof colourScale>[0]

/** Names too long for two columns of a legend get one. */
function legendColumns({ codes }: Coloured, longest: number): 1 | 2 {
  return Math.max(0, ...codes.map(({ label }) => label.length)) > longest ? 1 : 2
}

/**
 * How the codes of a dimension are told apart.
 *
 * @param longest - letters of a name for which two columns of the legend have room
 */
export function colouring(dimension: Coloured, longest = longestInTwoColumns) {
  const columns = legendColumns(dimension, longest)
  return { scale: colourScale(dimension), ...(columns === 1 ? { legend: { columns } } : {}) }
}

const legendLine = 17

/** What the legend of a dimension takes of the height of a chart, in pixels. */
export function legendHeight(dimension: Coloured, longest = longestInTwoColumns): number {
  return Math.ceil(dimension.codes.length / legendColumns(dimension, longest)) * legendLine
}

/** A colour for each series: that of its code, or one that differs from its neighbours'. */
export function seriesColours(all: readonly { readonly code?: string }[]): readonly string[] {
  return all.map(({ code = '' }, at) => classColours[code] ?? series[at % series.length] ?? colours.mark)
}

export const fontFamily = 'Noto Sans'

const labels = { font: fontFamily, labelFont: fontFamily, titleFont: fontFamily }
const axis = {
  aria: false,
  ...labels,
  labelColor: colours.quiet,
  labelFontSize: 12,
  labelPadding: 6,
  titleColor: colours.quiet,
  titleFontSize: 12,
  titleFontWeight: 'normal',
  domainColor: colours.mark,
  gridColor: colours.grid,
  tickColor: colours.mark,
} as const

/** The part of a specification that is the same for every chart. */
export const themeConfig = {
  aria: false,
  mark: { aria: false },
  background: null,
  font: fontFamily,
  view: { stroke: null },
  axis,
  axisX: { grid: false, tickSize: 4 },
  axisY: { domain: false, ticks: false },
  legend: {
    aria: false,
    ...labels,
    labelFontSize: 12,
    labelColor: colours.text,
    orient: 'top',
    direction: 'horizontal',
    title: null,
    symbolType: 'square',
    symbolStrokeWidth: 0,
    columns: 2,
    labelLimit: 260,
    offset: 10,
  },
  line: { strokeWidth: 2.5, strokeJoin: 'round', strokeDash: [1, 0] },
  text: { font: fontFamily, fontSize: 12, fill: colours.text },
} as const
