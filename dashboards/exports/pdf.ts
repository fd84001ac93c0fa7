import { renderSvg } from '../render/render-svg.ts'
import {
  bold,
  bytesOf,
  type Document,
  drawFooters,
  drawQr,
  drawTable,
  type Element,
  ensureSpace,
  margins,
  newPaper,
  type PaperProperties,
  pageHeight,
  pageWidth,
  placeSvg,
  quiet,
  write,
} from './pdf-elements.ts'
import { type Report, type ReportPanel, type ReportSection, shortened } from './report.ts'

const chartHeight = 250
/** At which charts are drawn before they are fitted to the page. */
const chartWidth = 600
const pictureHeight = 420
/** Rows of a table that a page shows; the workbook has all of them. */
const maxRows = 12

/** The pack as pages of A4: tagged, with bookmarks, its own fonts and charts of lines and letters. */
export async function renderPdf(report: Report, place: PaperProperties['place']): Promise<Buffer> {
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

/** A picture alone on a page of its own. */
export async function picturePage(
  svg: string,
  properties: PaperProperties & { readonly alt: string; readonly footer: string; readonly link: string },
): Promise<Buffer> {
  const document = newPaper(properties)
  const root = document.struct('Document')
  document.addStructure(root)
  document.addPage()
  placeSvg(document, root, { svg, alt: properties.alt, height: pictureHeight })
  root.end()
  drawFooters(document, properties)
  return await bytesOf(document)
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
    ensureSpace(document, 60)
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
  ensureSpace(document, chart === undefined ? 120 : chartHeight + 120)
  if (panel.title !== sectionTitle) write(document, section, 'H2', panel.title, { size: 14, font: bold, after: 3 })
  write(document, section, 'P', panel.about, { size: 9.5, colour: quiet })
  for (const sentence of sentences) write(document, section, 'P', sentence, { size: 11 })
  if (chart !== undefined) {
    ensureSpace(document, chartHeight + 20)
    const wide = { ...chart, spec: { ...chart.spec, width: chartWidth } }
    const svg = await renderSvg(wide)
    placeSvg(document, section, { svg, alt: `${panel.title}. ${panel.about}`, height: chartHeight })
  }
  for (const notice of notices) write(document, section, 'P', notice, { size: 9, colour: quiet, after: 2 })
  if (table !== undefined && table.rows.length > 0) {
    const { leftOut, ...shown } = shortened(table, maxRows)
    ensureSpace(document, 40 + 16 * shown.rows.length)
    drawTable(document, section, shown, panel.title, report)
    const more = report.t('pack_more_rows', { count: leftOut })
    if (leftOut > 0) write(document, section, 'P', more, { size: 9, colour: quiet, after: 2 })
  }
  if (source.length > 0) write(document, section, 'P', source.join(' · '), { size: 7.5, colour: quiet, after: 18 })
}

function drawSignOff(document: Document, root: Element, { theme, language, t }: Report): void {
  if (theme.signOff.length === 0) return
  ensureSpace(document, 80 + theme.signOff.length * 60)
  write(document, root, 'H1', t('pack_sign_off'), { size: 14, font: bold, after: 30 })
  for (const role of theme.signOff) {
    document.moveTo(margins.left, document.y).lineTo(margins.left + 240, document.y)
    document.lineWidth(0.7).stroke(quiet)
    document.y += 4
    write(document, root, 'P', role[language], { size: 10, after: 36 })
  }
}
