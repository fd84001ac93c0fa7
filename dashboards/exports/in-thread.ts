import { translator } from '../texts/messages.ts'
import { paperOf, picturePage } from './paper.ts'
import type { PaperProperties } from './paper-parts.ts'
import type { Report } from './report.ts'
import { sheetsOf } from './sheets.ts'
import { slideOf, slidesOf } from './slides.ts'

/** A report as it goes to another thread: without its function. */
export type ToldReport = Omit<Report, 't'>

export async function slides(report: ToldReport) {
  return await slidesOf(withWords(report))
}

export async function slide(report: ToldReport) {
  return await slideOf(withWords(report))
}

export async function sheets(report: ToldReport) {
  return await sheetsOf(withWords(report))
}

export async function paper({
  report,
  place,
}: {
  readonly report: ToldReport
  readonly place: PaperProperties['place']
}) {
  return await paperOf(withWords(report), place)
}

export async function page({ svg, properties }: { readonly svg: string; readonly properties: PageProperties }) {
  return await picturePage(svg, properties)
}

export type PageProperties = Parameters<typeof picturePage>[1]

function withWords(report: ToldReport): Report {
  return { ...report, t: translator(report.language) }
}
