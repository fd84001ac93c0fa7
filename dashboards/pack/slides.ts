import pptxgen from 'pptxgenjs'
import type { ZipParts } from '#foundation'
import type { ChartSeries } from '../charts/index.ts'
import { renderPng } from '../render/render-png.ts'
import { type DrawnSeries, drawnSeries, withErrorBars } from './native-intervals.ts'
import { undated, withChartsFromOne } from './ooxml.ts'
import { qrSvg } from './qr-code.ts'
import {
  isFigureColumn,
  type Report,
  type ReportPanel,
  type ReportSection,
  type ReportTable,
  shortened,
} from './report.ts'

type Presentation = InstanceType<typeof pptxgen.default>
/** Its types describe the CommonJS form; as a module it is the class itself. */
const NewPresentation = pptxgen as unknown as typeof pptxgen.default
type Slide = ReturnType<Presentation['addSlide']>

/** Inches: a wide slide with its margins. */
const [width, height, margin] = [13.33, 7.5, 0.5]
const body = { x: margin, y: 1.5, w: width - 2 * margin, h: 5.1 }
const textWidth = 4
const [ink, quiet] = ['1F2933', '5B6672']
/** Rows of a table that fit a slide; the workbook has all of them. */
const mostRows = 12

/** The pack as slides with native charts, whose data are inside, and notes that say how each figure was made. */
export async function slidesOf(report: Report): Promise<ZipParts> {
  return await drawn(report, (draw) => {
    draw.cover()
    for (const section of report.sections) draw.section(section)
    draw.signOff()
  })
}

/** One figure as a slide for the deck of somebody else. */
export async function slideOf(report: Report): Promise<ZipParts> {
  return await drawn(report, (draw) => {
    for (const section of report.sections) draw.section(section)
  })
}

async function drawn(report: Report, drawAll: (draw: Drawing) => void): Promise<ZipParts> {
  const deck = new NewPresentation()
  deck.layout = 'LAYOUT_WIDE'
  deck.title = `${report.title}, ${report.quarter}`
  deck.author = report.theme.organisation[report.language]
  deck.company = report.theme.organisation[report.language]
  deck.subject = report.released
  deck.theme = { headFontFace: report.theme.slideFont, bodyFontFace: report.theme.slideFont }
  const qr = `image/png;base64,${(await renderPng(qrSvg(report.link), 8)).toString('base64')}`
  const draw = new Drawing(deck, report, qr)
  drawAll(draw)
  const parts = undated((await deck.write({ outputType: 'nodebuffer' })) as Uint8Array, report.release.publishedAt)
  return withErrorBars(withChartsFromOne(parts), draw.charts)
}

class Drawing {
  readonly #deck: Presentation
  readonly #report: Report
  readonly #qr: string
  /** What was drawn, in the order of the chart parts. */
  readonly charts: DrawnSeries[][] = []
  #number = 0

  constructor(deck: Presentation, report: Report, qr: string) {
    this.#deck = deck
    this.#report = report
    this.#qr = qr
  }

  cover(): void {
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

  section({ title, own, panels }: ReportSection): void {
    for (const panel of panels) this.#panel(title, panel)
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

  #panel(section: string, panel: ReportPanel): void {
    const slide = this.#frame(section, panel.title)
    const said = [...panel.sentences, ...(panel.sentences.length === 0 ? [panel.about] : [])]
    const notices = panel.notices.map((text) => ({ text, options: { fontSize: 11, color: quiet, breakLine: true } }))
    const words = [...said.map((text) => ({ text, options: { breakLine: true, paraSpaceAfter: 6 } })), ...notices]
    if (panel.series === undefined) this.#tableSlide(slide, panel, said)
    else {
      slide.addText(words, {
        x: width - margin - textWidth,
        y: body.y,
        w: textWidth,
        h: body.h,
        fontSize: 14,
        color: ink,
        valign: 'top',
        fit: 'shrink',
      })
      this.#chart(slide, panel, panel.series)
    }
    slide.addText(panel.source.join(' · '), {
      x: margin,
      y: 6.55,
      w: width - 2 * margin - 0.9,
      h: 0.42,
      fontSize: 8,
      color: quiet,
      valign: 'top',
      fit: 'shrink',
    })
    slide.addNotes([panel.about, ...panel.notices, ...panel.source, this.#report.t('method_note')].join('\n'))
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
    const { leftOut, ...shown } = shortened(table, mostRows)
    this.#table(slide, shown, body.y + top + 0.1)
    const more = leftOut > 0 ? [t('pack_more_rows', { count: leftOut })] : []
    slide.addText([...more, ...notices].join(' '), {
      x: margin,
      y: 6.2,
      w: body.w,
      h: 0.3,
      fontSize: 10,
      color: quiet,
    })
  }

  #table(slide: Slide, { head, rows }: ReportTable, y: number): void {
    const fontSize = rows.length > 8 || head.length > 6 ? 10 : 12
    const cell = (text: string, at: number, more = {}) => ({
      text,
      options: {
        align: isFigureColumn(rows, at) ? ('right' as const) : ('left' as const),
        color: ink,
        fontSize,
        ...more,
      },
    })
    slide.addTable(
      [
        head.map((text, at) => cell(text, at, { bold: true, color: 'FFFFFF', fill: { color: this.#primary } })),
        ...rows.map(({ cells }) => cells.map((text, at) => cell(text, at))),
      ],
      { x: margin, y, w: body.w, border: { type: 'solid', pt: 0.5, color: 'D5DBE1' }, margin: 0.04 },
    )
  }

  #chart(slide: Slide, { title, about }: ReportPanel, { kind, categories, series, unit }: ChartSeries): void {
    const format = { count: '#,##0', share: '0%', number: '0.0' }[unit]
    const drawn = drawnSeries(kind, series)
    this.charts.push(drawn)
    slide.addChart(
      kind === 'lines' ? 'line' : 'bar',
      drawn.map(({ name, values }) => ({ name, labels: [...categories], values: values as number[] })),
      {
        x: margin,
        y: body.y,
        w: width - 2 * margin - textWidth - 0.2,
        h: body.h,
        altText: `${title}. ${about}`,
        chartColors: drawn.map(({ colour }) => this.#hex(colour)),
        barDir: kind === 'bars' ? 'bar' : 'col',
        barGrouping: kind === 'stacked' ? 'stacked' : 'clustered',
        barGapWidthPct: 40,
        lineSize: 2,
        lineDataSymbol: 'none',
        displayBlanksAs: 'gap',
        showLegend: series.length > 1,
        legendPos: 't',
        legendFontSize: 10,
        legendFontFace: this.#report.theme.slideFont,
        catAxisLabelPos: 'low',
        catAxisLabelFontSize: 10,
        catAxisLabelFontFace: this.#report.theme.slideFont,
        catAxisOrientation: kind === 'bars' ? ('maxMin' as 'minMax') : 'minMax',
        ...(hasNegative(drawn) || kind === 'lines' ? {} : { valAxisMinVal: 0 }),
        valAxisLabelFontSize: 10,
        valAxisLabelFontFace: this.#report.theme.slideFont,
        valAxisLabelFormatCode: format,
        dataLabelFormatCode: format,
        valGridLine: { color: 'E3E7EB', size: 0.5 },
        catGridLine: { style: 'none' },
      },
    )
  }

  #frame(section: string, title: string): Slide {
    const { footer, link, t } = this.#report
    this.#number += 1
    const slide = this.#deck.addSlide()
    if (section !== title) slide.addText(section, { x: margin, y: 0.3, w: 11, h: 0.35, fontSize: 12, color: quiet })
    slide.addText(title, {
      x: margin,
      y: 0.6,
      w: width - 2 * margin,
      h: 0.75,
      fontSize: 24,
      bold: true,
      color: this.#primary,
      valign: 'top',
      fit: 'shrink',
    })
    slide.addShape('line', { x: margin, y: 7, w: width - 2 * margin, h: 0, line: { color: 'D5DBE1', width: 0.75 } })
    slide.addText(`${footer} · ${link}`, { x: margin, y: 7.03, w: 11.6, h: 0.4, fontSize: 8, color: quiet })
    slide.addText(String(this.#number + 1), {
      x: 12.33,
      y: 7.05,
      w: 0.5,
      h: 0.3,
      fontSize: 9,
      color: quiet,
      align: 'right',
    })
    slide.addImage({ data: this.#qr, x: width - margin - 0.75, y: 6.2, w: 0.75, h: 0.75, altText: t('pack_check') })
    return slide
  }

  get #primary(): string {
    return this.#hex(this.#report.theme.colours.primary)
  }

  #hex(colour: string): string {
    return colour.replace('#', '')
  }
}

function hasNegative(series: readonly DrawnSeries[]): boolean {
  return series.some(({ values }) => values.some((value) => value !== null && value < 0))
}
