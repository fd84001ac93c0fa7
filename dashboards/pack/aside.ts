import { elsewhere } from '#foundation'
import type { PageProperties, page, paper, sheets, slide, slides, Told } from './in-thread.ts'
import type { PaperProperties } from './paper-parts.ts'
import type { Report } from './report.ts'

const module = 'dashboards/pack/in-thread.js'

/** Slides, sheets and pages of a report, made in a thread beside this one: a pack takes seconds. */
export const aside = {
  slides: async (report: Report) => await elsewhere<typeof slides>(module, 'slides', told(report)),
  slide: async (report: Report) => await elsewhere<typeof slide>(module, 'slide', told(report)),
  sheets: async (report: Report) => await elsewhere<typeof sheets>(module, 'sheets', told(report)),
  paper: async (report: Report, place: PaperProperties['place']) =>
    Buffer.from(await elsewhere<typeof paper>(module, 'paper', { report: told(report), place })),
  page: async (svg: string, properties: PageProperties) =>
    Buffer.from(await elsewhere<typeof page>(module, 'page', { svg, properties })),
}

function told({ t: _, ...report }: Report): Told {
  return report
}
