import { sum } from 'd3-array'
import type { ZipParts } from '#foundation'
import { chartWidth } from '../charts/index.ts'
import { renderPng } from '../render/render-png.ts'
import { renderSvg } from '../render/render-svg.ts'
import { chartPart } from './chart-part.ts'
import { chartWorkbook } from './chart-workbook.ts'
import { type NativeChart, nativeChart } from './native-series.ts'
import { renumberCharts, repaired, stripTimestamps, withCharts } from './ooxml.ts'
import { qrSvg } from './qr-code.ts'
import { type Report, type ReportPanel, type ReportSection, shortened } from './report.ts'
import {
  addTable,
  body,
  boxes,
  height,
  margin,
  NewPresentation,
  type Presentation,
  type Slide,
  shades,
  sizeInFrame,
  textWidth,
  type Words,
  width,
} from './slide-layout.ts'

const { ink, quiet } = shades
/** Rows of a table that fit a slide; the workbook has all of them. */
const maxRows = 12

/** The pack as slides with native charts, whose data are inside, and notes that say how each figure was made. */
export async function slidesOf(report: Report): Promise<ZipParts> {
  return await drawn(report, async (draw) => {
    draw.cover()
    for (const section of report.sections) await draw.section(section)
    draw.signOff()
  })
}

/** One figure as a slide for the deck of somebody else. */
export async function slideOf(report: Report): Promise<ZipParts> {
  return await drawn(report, async (draw) => {
    for (const section of report.sections) await draw.section(section)
  })
}

function emptyDeck({ title, quarter, released, language, theme }: Report): Presentation {
  const deck = new NewPresentation()
  deck.layout = 'LAYOUT_WIDE'
  deck.title = `${title}, ${quarter}`
  deck.author = theme.organisation[language]
  deck.company = theme.organisation[language]
  deck.subject = released
  deck.theme = { headFontFace: theme.slideFont, bodyFontFace: theme.slideFont }
  return deck
}

async function drawn(report: Report, drawAll: (draw: Drawing) => Promise<void>): Promise<ZipParts> {
  const deck = emptyDeck(report)
  const qr = `image/png;base64,${(await renderPng(qrSvg(report.link), { pixelsPerUnit: 8 })).toString('base64')}`
  const draw = new Drawing(deck, report, qr)
  await drawAll(draw)
  const parts = stripTimestamps(
    (await deck.write({ outputType: 'nodebuffer' })) as Uint8Array,
    report.release.publishedAt,
  )
  const charts = draw.charts.map(async (chart) => ({
    xml: chartPart(chart, report.theme.slideFont),
    workbook: await chartWorkbook(chart, report.release.publishedAt),
  }))
  return repaired(report.language, withCharts(renumberCharts(parts), await Promise.all(charts)))
}

class Drawing {
  readonly #deck: Presentation
  readonly #report: Report
  readonly #qr: string
  /** What was drawn, in the order of the chart parts. */
  readonly charts: NativeChart[] = []
  #number = 0

  constructor(deck: Presentation, report: Report, qr: string) {
    this.#deck = deck
    this.#report = report
    this.#qr = qr
  }

  cover(): void {
    this.#number += 1
    const { title, quarter, place, released, theme, language, t, release, link } = this.#report
    const slide = this.#deck.addSlide()
    slide.background = { color: 'FFFFFF' }
    slide.addShape('rect', { x: 0, y: 0, w: 0.35, h: height, fill: { color: this.#primary } })
    const line = (text: string, y: number, fontSize: number, more = {}) =>
      slide.addText(text, { x: 1, y, w: 9, h: fontSize / 30, fontSize, color: ink, valign: 'top', ...more })
    line(theme.organisation[language], 0.9, 16, { color: quiet })
    line(title, 1.9, 40, { bold: true, color: this.#primary, h: 1.6 })
    line(`${place}, ${quarter}`, 3.7, 26)
    line(released, 4.5, 16, { color: quiet })
    line(t('protected_note'), 5.1, 14, { color: quiet, h: 0.7 })
    if (release.synthetic) line(t('synthetic'), 5.9, 16, { bold: true, color: this.#hex(theme.colours.accent) })
    if (theme.logo !== undefined)
      slide.addImage({ data: theme.logo, x: 10.6, y: 0.8, w: 1.8, h: 1.8, altText: theme.organisation[language] })
    slide.addImage({ data: this.#qr, x: 10.6, y: 4.6, w: 1.8, h: 1.8, altText: t('pack_check') })
    slide.addText(`${t('pack_check')}\n${link}`, {
      x: 9.6,
      y: 6.45,
      w: 3.4,
      h: 0.6,
      fontSize: 10,
      color: quiet,
      align: 'center',
    })
    slide.addNotes([released, t('protected_note'), t('method_note')].join('\n'))
  }

  async section({ title, own, panels }: ReportSection): Promise<void> {
    for (const panel of panels) await this.#panel(title, panel)
    if (own.length === 0) return
    const slide = this.#frame(title, this.#report.t('pack_own_words'))
    slide.addText(
      own.map((text) => ({ text, options: { breakLine: true, paraSpaceAfter: 8 } })),
      { ...body, fontSize: 16, color: ink, valign: 'top' },
    )
  }

  signOff(): void {
    const { theme, language, t } = this.#report
    if (theme.signOff.length === 0) return
    const slide = this.#frame(t('pack_sign_off'), theme.organisation[language])
    theme.signOff.forEach((role, at) => {
      const y = 2 + at * 1.3
      slide.addShape('line', { x: 1, y: y + 0.55, w: 5, h: 0, line: { color: quiet, width: 1 } })
      slide.addText(role[language], { x: 1, y: y + 0.55, w: 8, h: 0.4, fontSize: 14, color: ink })
    })
  }

  async #panel(section: string, panel: ReportPanel): Promise<void> {
    const { t } = this.#report
    const slide = this.#frame(section, panel.title)
    const said = [...panel.sentences, ...(panel.sentences.length === 0 ? [panel.about] : [])]
    const notices = panel.notices.map((text) => ({ text, options: { fontSize: 10, color: quiet, breakLine: true } }))
    const words = [...said.map((text) => ({ text, options: { breakLine: true, paraSpaceAfter: 6 } })), ...notices]
    const native = panel.model && nativeChart(panel.model, t)
    if (panel.chart === undefined) this.#tableSlide(slide, panel, said)
    else if (native !== undefined) {
      this.#beside(slide, words, body.h - 0.4)
      this.#chart(slide, panel, native)
    } else await this.#picture(slide, panel, words)
    slide.addText([...panel.source, t('protected_note')].join(' · '), boxes.source)
    const notes = [panel.about, ...panel.notices, ...panel.source, t('protected_note'), t('method_note')]
    slide.addNotes(notes.join('\n'))
  }

  #tableSlide(slide: Slide, { table, sentences, notices }: ReportPanel, said: readonly string[]): void {
    const { t } = this.#report
    const isShort = sentences.length > 0 && table !== undefined && table.rows.length > 0
    const top = isShort || table !== undefined ? Math.min(2.6, 0.3 * said.length + 0.1) : body.h
    slide.addText(
      said.map((text) => ({ text, options: { breakLine: true, bullet: said.length > 1, paraSpaceAfter: 4 } })),
      { ...body, h: top, fontSize: said.length > 4 ? 13 : 15, color: ink, valign: 'top', fit: 'shrink' },
    )
    if (table === undefined || table.rows.length === 0) return
    const { leftOut, ...shown } = shortened(table, maxRows)
    const fontSize = shown.rows.length > 8 || shown.head.length > 6 ? 10 : 12
    const place = { x: margin, y: body.y + top + 0.1, w: body.w }
    addTable(slide, shown, { ...place, fontSize, primary: this.#primary })
    const more = leftOut > 0 ? [t('pack_more_rows', { count: leftOut })] : []
    slide.addText([...more, ...notices].join(' '), boxes.more)
  }

  /** Smaller letters for long texts: programs fit a text to its frame only when somebody edits it. */
  #beside(slide: Slide, words: Words, h: number): void {
    const letters = sum(words, ({ text = '' }) => text.length) / h
    const fontSize = letters < 100 ? 14 : letters < 150 ? 12 : 10
    const x = width - margin - textWidth
    slide.addText(words, { x, y: body.y, w: textWidth, h, fontSize, color: ink, valign: 'top', fit: 'shrink' })
  }

  /** Its data go into the workbook of the chart; how it looks is written by {@link chartPart}. */
  #chart(slide: Slide, { title, about }: ReportPanel, chart: NativeChart): void {
    this.charts.push(chart)
    const data = chart.series.map(({ name, values }) => ({
      name,
      labels: [...chart.categories],
      values: values as number[],
    }))
    const w = width - 2 * margin - textWidth - 0.2
    slide.addChart(chart.direction === 'lines' ? 'line' : 'bar', data, {
      ...{ x: margin, y: body.y, w, h: body.h },
      altText: `${title}. ${about}`,
    })
  }

  /** A map or a funnel as on the page, with its figures beside it. */
  async #picture(slide: Slide, panel: ReportPanel, words: Words): Promise<void> {
    const { chart, table, title, about } = panel
    if (chart === undefined) return
    const svg = await renderSvg(chart)
    const [w, h] = sizeInFrame(svg, width - 2 * margin - textWidth - 0.2, body.h)
    const data = `image/png;base64,${(await renderPng(svg, { pixelsPerUnit: (w * 150) / chartWidth })).toString('base64')}`
    slide.addImage({ data, x: margin, y: body.y, w, h, altText: `${title}. ${about}` })
    const { rows = [], head = [] } = table ?? {}
    const maxShown = 10
    const tableHeight = rows.length === 0 || rows.length > maxShown ? 0 : 0.27 * (rows.length + 1)
    this.#beside(slide, words, body.h - tableHeight - 0.3)
    if (tableHeight > 0) {
      const at = { x: width - margin - textWidth, y: body.y + body.h - tableHeight - 0.3, w: textWidth }
      const cut = { head: head.slice(0, 3), rows: rows.map(({ cells }) => ({ cells: cells.slice(0, 3) })) }
      addTable(slide, cut, { ...at, fontSize: 9, primary: this.#primary })
    }
  }

  #frame(section: string, title: string): Slide {
    const { footer, link, t } = this.#report
    this.#number += 1
    const slide = this.#deck.addSlide()
    if (section !== title) slide.addText(section, boxes.section)
    slide.addText(title, { ...boxes.title, color: this.#primary })
    slide.addShape('line', { x: margin, y: 7, w: width - 2 * margin, h: 0, line: { color: 'D5DBE1', width: 0.75 } })
    slide.addText(`${footer} · ${link}`, boxes.footer)
    slide.addText(String(this.#number), boxes.number)
    slide.addImage({ data: this.#qr, ...boxes.qr, altText: t('pack_check') })
    return slide
  }

  get #primary(): string {
    return this.#hex(this.#report.theme.colours.primary)
  }

  #hex(colour: string): string {
    return colour.replace('#', '')
  }
}
