import PDFDocument from 'pdfkit'
import svgToPdf from 'svg-to-pdfkit'
import { renderSvg } from '../render/render-svg.ts'
import { fontFiles } from '../render/text-metrics.ts'
import { locales } from '../texts/messages.ts'
import { qrCode } from './qr-code.ts'
import {
  isFigureColumn,
  type Report,
  type ReportPanel,
  type ReportSection,
  type ReportTable,
  shortened,
} from './report.ts'

type Document = InstanceType<typeof PDFDocument>
type Element = ReturnType<Document['struct']>

/** Points: A4 with its margins. */
const margins = { top: 56, bottom: 84, left: 56, right: 56 }
const [pageWidth, pageHeight] = [595.28, 841.89]
const textWidth = pageWidth - margins.left - margins.right
const [ink, quiet, line] = ['#1F2933', '#5B6672', '#D5DBE1']
/** Fonts are known by their files: a table would open one anew for each cell that it knows by another name. */
const [normal = '', bold = ''] = fontFiles
const chartHeight = 250
/** At which charts are drawn before they are fitted to the page. */
const chartWidth = 600
const pictureHeight = 420
const qrSize = 44
/** Rows of a table that a page shows; the workbook has all of them. */
const mostRows = 12
/** With more columns a table is set smaller. */
const manyColumns = 5

/** What a PDF is about, as its own properties say it. */
export interface PaperProperties {
  readonly title: string
  readonly author: string
  readonly language: Report['language']
  readonly publishedAt: string
  /** A property of the file, to be filled with its seal. */
  readonly place: { readonly name: string; readonly value: string }
}

/** The pack as pages of A4: tagged, with bookmarks, its own fonts and charts of lines and letters. */
export async function paperOf(report: Report, place: PaperProperties['place']): Promise<Buffer> {
  const { title, quarter, theme, language, release } = report
  const document = newPaper({
    title: `${title}, ${quarter}`,
    author: theme.organisation[language],
    language,
    publishedAt: release.publishedAt,
    place,
  })
  const root = document.struct('Document')
  document.addStructure(root)
  drawCover(document, root, report)
  for (const section of report.sections) await drawSection(document, root, section, report)
  drawSignOff(document, root, report)
  root.end()
  drawFooters(document, report)
  return await bytesOf(document)
}

/** An empty tagged document with the fonts of the platform. Its dates are those of the release. */
export function newPaper({ title, author, language, publishedAt, place }: PaperProperties): Document {
  const date = new Date(publishedAt)
  const document = new PDFDocument({
    size: 'A4',
    margins,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: locales[language],
    autoFirstPage: false,
    bufferPages: true,
    info: {
      Title: title,
      Author: author,
      CreationDate: date,
      ModDate: date,
      Producer: 'Taraza',
      Creator: 'Taraza',
      [place.name]: place.value,
    },
  })
  document.registerFont(normal, normal).registerFont(bold, bold)
  return document
}

/** Draws an SVG of ours with its texts as texts. @param alt - the sentence for those who cannot see it */
export function drawSvg(
  document: Document,
  parent: Element,
  { svg, alt, height = chartHeight }: { readonly svg: string; readonly alt: string; readonly height?: number },
): void {
  const { x, y } = { x: margins.left, y: document.y }
  // A dash without a gap is what Vega writes for a whole line, and what the PDF writer refuses.
  const whole = svg.replaceAll('stroke-dasharray="1,0"', '')
  const draw = () =>
    svgToPdf(document, whole, x, y, {
      width: textWidth,
      height,
      preserveAspectRatio: 'xMidYMid meet',
      fontCallback: (_family, isBold) => (isBold ? bold : normal),
    })
  parent.add(document.struct('Figure', { alt }, draw))
  document.x = margins.left
  document.y = y + height + 8
}

export async function bytesOf(document: Document): Promise<Buffer> {
  const parts: Buffer[] = []
  const done = new Promise<void>((resolve) => document.on('end', resolve))
  document.on('data', (part: Buffer) => parts.push(part))
  document.end()
  await done
  return Buffer.concat(parts)
}

interface Style {
  readonly size: number
  readonly font?: string
  readonly colour?: string
  readonly after?: number
}

function write(document: Document, parent: Element, tag: string, text: string, style: Style): void {
  const { size, font = normal, colour = ink, after = 6 } = style
  document.font(font).fontSize(size).fillColor(colour)
  parent.add(document.struct(tag, {}, () => void document.text(text, margins.left, document.y, { width: textWidth })))
  document.y += after
}

function drawCover(document: Document, root: Element, report: Report): void {
  const { title, quarter, place, released, theme, language, t, release, link } = report
  document.addPage()
  document.outline.addItem(title)
  document.rect(0, 0, 16, pageHeight).fill(theme.colours.primary)
  if (theme.logo !== undefined) document.image(theme.logo, pageWidth - margins.right - 90, margins.top, { width: 90 })
  document.y = 120
  write(document, root, 'P', theme.organisation[language], { size: 13, colour: quiet, after: 40 })
  write(document, root, 'H1', title, { size: 30, font: bold, colour: theme.colours.primary, after: 16 })
  write(document, root, 'P', `${place}, ${quarter}`, { size: 18, after: 8 })
  write(document, root, 'P', released, { size: 12, colour: quiet, after: 24 })
  write(document, root, 'P', t('protected_note'), { size: 11, colour: quiet })
  if (release.synthetic)
    write(document, root, 'P', t('synthetic'), { size: 13, font: bold, colour: theme.colours.accent })
  document.y += 20
  write(document, root, 'P', `${t('pack_check')} ${link}`, { size: 11, colour: quiet })
  drawQr(document, link, margins.left, document.y, 96)
}

async function drawSection(document: Document, root: Element, section: ReportSection, report: Report): Promise<void> {
  const { theme, t } = report
  document.addPage()
  const outline = document.outline.addItem(section.title)
  const element = document.struct('Sect')
  root.add(element)
  write(document, element, 'H1', section.title, { size: 20, font: bold, colour: theme.colours.primary, after: 10 })
  for (const panel of section.panels) {
    outline.addItem(panel.title)
    await drawPanel(document, element, panel, report, section.title)
  }
  if (section.own.length > 0) {
    room(document, 60)
    write(document, element, 'H2', t('pack_own_words'), { size: 11, font: bold, colour: quiet })
    for (const text of section.own) write(document, element, 'P', text, { size: 11 })
  }
  element.end()
}

async function drawPanel(
  document: Document,
  section: Element,
  panel: ReportPanel,
  report: Report,
  sectionTitle: string,
): Promise<void> {
  const { chart, table, sentences, notices, source } = panel
  room(document, chart === undefined ? 120 : chartHeight + 120)
  const write_ = (tag: string, text: string, style: Style) => write(document, section, tag, text, style)
  if (panel.title !== sectionTitle) write_('H2', panel.title, { size: 14, font: bold, after: 3 })
  write_('P', panel.about, { size: 9.5, colour: quiet })
  for (const sentence of sentences) write_('P', sentence, { size: 11 })
  if (chart !== undefined) {
    room(document, chartHeight + 20)
    const wide = { ...chart.chart, spec: { ...chart.chart.spec, width: chartWidth } as typeof chart.chart.spec }
    const svg = await renderSvg(wide, chart.rows)
    drawSvg(document, section, { svg, alt: `${panel.title}. ${panel.about}` })
  }
  for (const notice of notices) write_('P', notice, { size: 9, colour: quiet, after: 2 })
  if (table !== undefined && table.rows.length > 0) {
    const { leftOut, ...shown } = shortened(table, mostRows)
    room(document, 40 + 16 * shown.rows.length)
    drawTable(document, section, shown, panel.title, report)
    if (leftOut > 0) write_('P', report.t('pack_more_rows', { count: leftOut }), { size: 9, colour: quiet, after: 2 })
  }
  if (source.length > 0) write_('P', source.join(' · '), { size: 7.5, colour: quiet, after: 18 })
}

function drawTable(
  document: Document,
  section: Element,
  { head, rows }: ReportTable,
  title: string,
  { theme }: Report,
): void {
  document.y += 4
  document.x = margins.left
  document
    .font(normal)
    .fontSize(head.length > manyColumns ? 7.5 : 8.5)
    .fillColor(ink)
  const align = (at: number) => ({
    x: isFigureColumn(rows, at) ? ('right' as const) : ('left' as const),
    y: 'center' as const,
  })
  const first = head.length === 1 ? textWidth : Math.max(110, textWidth / head.length)
  room(document, 60)
  document.table({
    structParent: section,
    title,
    maxWidth: textWidth,
    columnStyles: (at: number) => ({ width: at === 0 ? first : (textWidth - first) / (head.length - 1) }),
    defaultStyle: { border: { bottom: 0.5 }, borderColor: line, padding: 2.5 },
    data: [
      head.map((text, at) => ({
        text,
        type: 'TH' as const,
        scope: 'Column' as const,
        align: align(at),
        font: { src: bold },
        textColor: theme.colours.primary,
      })),
      ...rows.map(({ cells }) =>
        cells.map((text, at) => ({
          text,
          align: align(at),
          ...(at === 0 ? { type: 'TH' as const, scope: 'Row' as const } : {}),
        })),
      ),
    ],
  } as never)
  document.x = margins.left
  document.y += 6
}

function drawSignOff(document: Document, root: Element, { theme, language, t }: Report): void {
  if (theme.signOff.length === 0) return
  room(document, 80 + theme.signOff.length * 60)
  write(document, root, 'H1', t('pack_sign_off'), { size: 14, font: bold, after: 30 })
  for (const role of theme.signOff) {
    document
      .moveTo(margins.left, document.y)
      .lineTo(margins.left + 240, document.y)
      .lineWidth(0.7)
      .stroke(quiet)
    document.y += 4
    write(document, root, 'P', role[language], { size: 10, after: 36 })
  }
}

/** Begins a new page where less than so many points are left: what belongs together is not split. */
function room(document: Document, points: number): void {
  if (document.y + points > pageHeight - margins.bottom) document.addPage()
}

/** What stands on every page is no content for those who have the pages read out. */
function drawFooters(document: Document, { footer, link }: Pick<Report, 'footer' | 'link'>): void {
  const { start, count } = document.bufferedPageRange()
  for (let at = start; at < start + count; at++) {
    document.switchToPage(at)
    document.page.margins.bottom = 0
    document.markContent('Artifact', { type: 'Pagination' } as never)
    const y = pageHeight - 60
    document
      .moveTo(margins.left, y - 6)
      .lineTo(pageWidth - margins.right, y - 6)
      .lineWidth(0.5)
      .stroke(line)
    document.font(normal).fontSize(7.5).fillColor(quiet)
    document.text(footer, margins.left, y, { width: textWidth - qrSize - 12 })
    document.text(`${link} · ${at + 1} / ${count}`, margins.left, y + 22, { width: textWidth - qrSize - 12 })
    drawQr(document, link, pageWidth - margins.right - qrSize, y - 2, qrSize)
    document.endMarkedContent()
  }
}

function drawQr(document: Document, text: string, x: number, y: number, side: number): void {
  const { size, dark } = qrCode(text)
  const unit = side / size
  for (const [column, row] of dark) document.rect(x + column * unit, y + row * unit, unit + 0.02, unit + 0.02)
  document.fill('#000000')
}

/** A picture alone on a page of its own. */
export async function picturePage(
  svg: string,
  properties: PaperProperties & { readonly alt: string; readonly footer: string; readonly link: string },
): Promise<Buffer> {
  const document = newPaper(properties)
  const root = document.struct('Document')
  document.addStructure(root)
  document.addPage()
  drawSvg(document, root, { svg, alt: properties.alt, height: pictureHeight })
  root.end()
  drawFooters(document, properties)
  return await bytesOf(document)
}
