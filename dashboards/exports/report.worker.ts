import { translator } from '../texts/messages.ts'
import { picturePage, renderPdf } from './pdf.ts'
import type { PaperProperties } from './pdf-elements.ts'
import type { Report } from './report.ts'
import { sheetsOf } from './sheets.ts'
import { slideOf, slidesOf } from './slides.ts'

/** A report as it goes to another thread: without its function. */
export type SerializableReport = Omit<Report, 't'>

export async function slides(report: SerializableReport) {
  return await slidesOf(withWords(report))
}

export async function slide(report: SerializableReport) {
  return await slideOf(withWords(report))
}

export async function sheets(report: SerializableReport) {
  return await sheetsOf(withWords(report))
}

export async function paper({
  report,
  place,
}: {
  readonly report: SerializableReport
  readonly place: PaperProperties['place']
}) {
  return await renderPdf(withWords(report), place)
}

export async function page({ svg, properties }: { readonly svg: string; readonly properties: PageProperties }) {
  return await picturePage(svg, properties)
}

export type PageProperties = Parameters<typeof picturePage>[1]

function withWords(report: SerializableReport): Report {
  return { ...report, t: translator(report.language) }
}
