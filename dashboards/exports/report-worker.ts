import { runInWorker } from '#foundation'
import type { PaperProperties } from './pdf-elements.ts'
import type { Report } from './report.ts'
import type { PageProperties, page, paper, SerializableReport, sheets, slide, slides } from './report.worker.ts'

const thread = 'long'
const module = 'dashboards/exports/report.worker.js'

/** Slides, sheets and pages of a report, made in a thread beside this one, which ends when nobody waits for them: a pack takes seconds. */
export const reportWorker = {
  slides: async (report: Report, signal: AbortSignal) =>
    await runInWorker<typeof slides>(module, 'slides', withoutFunctions(report), { signal, thread }),
  slide: async (report: Report, signal: AbortSignal) =>
    await runInWorker<typeof slide>(module, 'slide', withoutFunctions(report), { signal, thread: 'pictures' }),
  sheets: async (report: Report, signal: AbortSignal) =>
    await runInWorker<typeof sheets>(module, 'sheets', withoutFunctions(report), { signal, thread }),
  paper: async (report: Report, place: PaperProperties['place'], signal: AbortSignal) =>
    Buffer.from(
      await runInWorker<typeof paper>(module, 'paper', { report: withoutFunctions(report), place }, { signal, thread }),
    ),
  page: async (svg: string, properties: PageProperties, signal: AbortSignal) =>
    Buffer.from(await runInWorker<typeof page>(module, 'page', { svg, properties }, { signal, thread: 'pictures' })),
}

function withoutFunctions({ t: _, ...report }: Report): SerializableReport {
  return report
}
