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

/** The colour of a code: that of its class, or one that its place in its whole list gives it, whichever codes are shown. */
export function colourOf(code: string, place: number): string {
  return classColours[code] ?? series[place % series.length] ?? colours.mark
}

const longestInTwoColumns = 24

interface Coloured {
  readonly name: string
  readonly colour: string
}

/** Names too long for two columns of a legend get one. */
function legendColumns(all: readonly Coloured[], longest: number): 1 | 2 {
  return Math.max(0, ...all.map(({ name }) => name.length)) > longest ? 1 : 2
}

/**
 * How series are told apart.
 *
 * @param longest - letters of a name for which two columns of the legend have room
 */
export function colouring(all: readonly Coloured[], longest = longestInTwoColumns) {
  const scale = { domain: all.map(({ name }) => name), range: all.map(({ colour }) => colour) }
  return { scale, ...(legendColumns(all, longest) === 1 ? { legend: { columns: 1 } } : {}) }
}

const legendLine = 17

/** What the legend of series takes of the height of a chart, in pixels. */
export function legendHeight(all: readonly Coloured[], longest = longestInTwoColumns): number {
  return Math.ceil(all.length / legendColumns(all, longest)) * legendLine
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
