import { elsewhere } from '#foundation'
import type { PageProperties, page, paper, sheets, slide, slides, ToldReport } from './in-thread.ts'
import type { PaperProperties } from './paper-parts.ts'
import type { Report } from './report.ts'

const thread = 'long'
const module = 'dashboards/exports/in-thread.js'

/** Slides, sheets and pages of a report, made in a thread beside this one, which ends when nobody waits for them: a pack takes seconds. */
export const aside = {
  slides: async (report: Report, signal: AbortSignal) =>
    await elsewhere<typeof slides>(module, 'slides', told(report), { signal, thread }),
  slide: async (report: Report, signal: AbortSignal) =>
    await elsewhere<typeof slide>(module, 'slide', told(report), { signal, thread: 'pictures' }),
  sheets: async (report: Report, signal: AbortSignal) =>
    await elsewhere<typeof sheets>(module, 'sheets', told(report), { signal, thread }),
  paper: async (report: Report, place: PaperProperties['place'], signal: AbortSignal) =>
    Buffer.from(await elsewhere<typeof paper>(module, 'paper', { report: told(report), place }, { signal, thread })),
  page: async (svg: string, properties: PageProperties, signal: AbortSignal) =>
    Buffer.from(await elsewhere<typeof page>(module, 'page', { svg, properties }, { signal, thread: 'pictures' })),
}

function told({ t: _, ...report }: Report): ToldReport {
  return report
}
