import PDFDocument from 'pdfkit'
import svgToPdf from 'svg-to-pdfkit'
import { colours } from '../charts/theme.ts'
import { fontFile } from '../render/font-files.ts'
import { locales } from '../texts/messages.ts'
import { qrCode } from './qr-code.ts'
import { isFigureColumn, type Report, type ReportTable } from './report.ts'

export type Document = InstanceType<typeof PDFDocument>
export type Element = ReturnType<Document['struct']>

/** Points: A4 with its margins. */
export const margins = { top: 56, bottom: 84, left: 56, right: 56 }
export const [pageWidth, pageHeight] = [595.28, 841.89]
const textWidth = pageWidth - margins.left - margins.right
export const [ink, quiet, line] = [colours.text, colours.quiet, '#D5DBE1']
/** Fonts are known by their files: a table would open one anew for each cell that it knows by another name. */
export const { normal, bold } = fontFile
const qrSize = 44
/** With more columns a table is set smaller. */
const manyColumns = 5

const fontCallback = (_family: string, isBold: boolean) => (isBold ? bold : normal)
const preserveAspectRatio = 'xMidYMid meet'

/** What a PDF is about, as its own properties say it. */
export interface PaperProperties {
  readonly title: string
  readonly author: string
  readonly language: Report['language']
  readonly publishedAt: string
  /** A property of the file, to be filled with its seal. */
  readonly place: { readonly name: string; readonly value: string }
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
  joinWrittenPages(document)
  return document
}

/** PDFKit holds each stroke and word as an array of its own until the document ends, which takes 40 MB for a pack. */
function joinWrittenPages(document: Document): void {
  let written: PDFKit.PDFKitReference | undefined
  document.on('pageAdded', () => {
    if (written !== undefined) written.buffer = [Buffer.concat(written.buffer)]
    written = document.page.content
  })
}

/** Draws an SVG of ours with its texts as texts. @param alt - the sentence for those who cannot see it */
export function placeSvg(
  document: Document,
  parent: Element,
  { svg, alt, height }: { readonly svg: string; readonly alt: string; readonly height: number },
): void {
  const { y } = document
  // A dash without a gap is what Vega writes for a whole line, and what the PDF writer refuses.
  const whole = svg.replaceAll('stroke-dasharray="1,0"', '')
  const draw = () =>
    svgToPdf(document, whole, margins.left, y, { width: textWidth, height, preserveAspectRatio, fontCallback })
  parent.add(document.struct('Figure', { alt }, draw))
  document.x = margins.left
  document.y = y + height + 8
}

/** Ends a document. */
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

/** Writes a paragraph under a tag of the structure. */
export function write(document: Document, parent: Element, tag: string, text: string, style: Style): void {
  const { size, font = normal, colour = ink, after = 6 } = style
  document.font(font).fontSize(size).fillColor(colour)
  parent.add(document.struct(tag, {}, () => void document.text(text, margins.left, document.y, { width: textWidth })))
  document.y += after
}

/** Draws a table whose cells are told from their headers. */
export function drawTable(
  document: Document,
  section: Element,
  table: ReportTable,
  title: string,
  { theme }: Pick<Report, 'theme'>,
): void {
  const columns = table.head.length
  document.y += 4
  document.x = margins.left
  document
    .font(normal)
    .fontSize(columns > manyColumns ? 7.5 : 8.5)
    .fillColor(ink)
  const first = columns === 1 ? textWidth : Math.max(110, textWidth / columns)
  ensureSpace(document, 60)
  document.table({
    structParent: section,
    title,
    maxWidth: textWidth,
    columnStyles: (at: number) => ({ width: at === 0 ? first : (textWidth - first) / (columns - 1) }),
    defaultStyle: { border: { bottom: 0.5 }, borderColor: line, padding: 2.5 },
    data: cellsOf(table, theme.colours.primary),
  })
  document.x = margins.left
  document.y += 6
}

function cellsOf({ head, rows }: ReportTable, primary: string) {
  const align = (at: number) => ({
    x: isFigureColumn(rows, at) ? ('right' as const) : ('left' as const),
    y: 'center' as const,
  })
  const header = { type: 'TH' as const, scope: 'Column' as const, font: { src: bold }, textColor: primary }
  const ofRow = { type: 'TH' as const, scope: 'Row' as const }
  return [
    head.map((text, at) => ({ text, align: align(at), ...header })),
    ...rows.map(({ cells }) => cells.map((text, at) => ({ text, align: align(at), ...(at === 0 ? ofRow : {}) }))),
  ]
}

/** Begins a new page where less than so many points are left: what belongs together is not split. */
export function ensureSpace(document: Document, points: number): void {
  if (document.y + points > pageHeight - margins.bottom) document.addPage()
}

declare global {
  namespace PDFKit {
    /** Where content lies until it is finished; the types of PDFKit leave it out. */
    interface PDFKitReference {
      buffer: Uint8Array[]
    }
  }
  namespace PDFKit.Mixins {
    /** For those who have a table read out; the types of PDFKit leave it out. */
    interface TableOptions {
      structParent?: PDFStructureElement
      title?: string
    }
  }
}

/** What stands on every page is no content for those who have the pages read out. */
export function drawFooters(document: Document, { footer, link }: Pick<Report, 'footer' | 'link'>): void {
  const { start, count } = document.bufferedPageRange()
  for (let at = start; at < start + count; at++) {
    document.switchToPage(at)
    document.page.margins.bottom = 0
    document.markContent('Artifact', { type: 'Pagination' })
    const y = pageHeight - 60
    document.moveTo(margins.left, y - 6).lineTo(pageWidth - margins.right, y - 6)
    document.lineWidth(0.5).stroke(line)
    document.font(normal).fontSize(7.5).fillColor(quiet)
    document.text(footer, margins.left, y, { width: textWidth - qrSize - 12 })
    document.text(`${link} · ${at + 1} / ${count}`, margins.left, y + 22, { width: textWidth - qrSize - 12 })
    drawQr(document, link, pageWidth - margins.right - qrSize, y - 2, qrSize)
    document.endMarkedContent()
  }
}

/** Draws the squares of a QR code as lines of the page. */
export function drawQr(document: Document, text: string, x: number, y: number, side: number): void {
  const { size, dark } = qrCode(text)
  const unit = side / size
  for (const [column, row] of dark) document.rect(x + column * unit, y + row * unit, unit + 0.02, unit + 0.02)
  document.fill('#000000')
}
