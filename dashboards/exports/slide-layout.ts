import pptxgen from 'pptxgenjs'
import { isFigureColumn, type ReportTable } from './report.ts'

export type Presentation = InstanceType<typeof pptxgen.default>
/** Its types describe the CommonJS form; as a module it is the class itself. */
export const NewPresentation = 'default' in pptxgen ? pptxgen.default : pptxgen
export type Slide = ReturnType<Presentation['addSlide']>
export type Words = Exclude<Parameters<Slide['addText']>[0], string>
/** Inches: a wide slide with its margins. */
export const [width, height, margin] = [13.33, 7.5, 0.5]
export const body = { x: margin, y: 1.5, w: width - 2 * margin, h: 5.1 }
export const textWidth = 4
export const shades = { ink: '1F2933', quiet: '5B6672' } as const

/** Places of what stands on every slide, with how it is written. */
export const boxes = {
  section: { x: margin, y: 0.3, w: 11, h: 0.35, fontSize: 12, color: shades.quiet },
  title: { x: margin, y: 0.6, w: width - 2 * margin, h: 0.75, fontSize: 24, bold: true, valign: 'top', fit: 'shrink' },
  source: {
    x: margin,
    y: 6.55,
    w: width - 2 * margin - 0.9,
    h: 0.42,
    fontSize: 8,
    color: shades.quiet,
    valign: 'top',
    fit: 'shrink',
  },
  footer: { x: margin, y: 7.03, w: 11.6, h: 0.4, fontSize: 8, color: shades.quiet },
  number: { x: 12.33, y: 7.05, w: 0.5, h: 0.3, fontSize: 9, color: shades.quiet, align: 'right' },
  qr: { x: width - margin - 0.75, y: 6.2, w: 0.75, h: 0.75 },
  more: { x: margin, y: 6.2, w: body.w, h: 0.3, fontSize: 10, color: shades.quiet },
} as const

interface TablePlace {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly fontSize: number
  /** The colour of its head. */
  readonly primary: string
}

/** Adds a table: names from the left, figures from the right. */
export function addTable(slide: Slide, { head, rows }: ReportTable, { fontSize, primary, ...place }: TablePlace): void {
  const cell = (text: string, at: number, more = {}) => {
    const align = isFigureColumn(rows, at) ? ('right' as const) : ('left' as const)
    return { text, options: { align, color: shades.ink, fontSize, ...more } }
  }
  const header = { bold: true, color: 'FFFFFF', fill: { color: primary } }
  slide.addTable(
    [
      head.map((text, at) => cell(text, at, header)),
      ...rows.map(({ cells }) => cells.map((text, at) => cell(text, at))),
    ],
    { ...place, border: { type: 'solid', pt: 0.5, color: 'D5DBE1' }, margin: 0.04 },
  )
}

/** The size of a drawing inside a frame, in inches. */
export function sizeInFrame(svg: string, width: number, height: number): readonly [number, number] {
  const head = svg.slice(0, svg.indexOf('>'))
  const across = Number(/ width="([\d.]+)"/.exec(head)?.[1] ?? 1)
  const down = Number(/ height="([\d.]+)"/.exec(head)?.[1] ?? 1)
  const scale = Math.min(width / across, height / down)
  return [across * scale, down * scale]
}
