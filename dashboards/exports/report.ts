import type { JsonAnswer } from '#api'
import type { Language, Theme } from '#jurisdictions'
import type { ReleaseManifest } from '#warehouse'
import type { Chart, PanelModel } from '../charts/index.ts'
import type { TableData } from '../charts/table-data.ts'
import type { FigureValues } from '../proof/answer-values.ts'
import type { Manifest } from '../proof/manifest.ts'
import type { Translate } from '../texts/messages.ts'

export type ReportTable = Pick<TableData, 'head' | 'rows'>

/** The last rows of a table, where it is too long for a slide or a page, and how many are left out. */
export function shortened({ head, rows }: ReportTable, limit: number): ReportTable & { readonly leftOut: number } {
  return { head, rows: rows.slice(-limit), leftOut: Math.max(0, rows.length - limit) }
}

/** What stands on every slide and page: where, which release, and whether the data are real. */
export function footerOf(place: string, { id, synthetic }: ReleaseManifest, t: Translate): string {
  return [place, `${t('release')} ${id}`, ...(synthetic ? [t('synthetic')] : [])].join(' · ')
}

/** Whether a column of a table has figures, which stand to the right. */
export function isFigureColumn(rows: ReportTable['rows'], column: number): boolean {
  return column > 0 && rows.every(({ cells }) => /^[−+–\d]/.test(cells[column] ?? '–'))
}

/** A figure of the pack: what it says, its chart and table, and where it comes from. */
export interface ReportPanel {
  readonly name: string
  readonly title: string
  readonly about: string
  /** What the figures allow to say. */
  readonly sentences: readonly string[]
  /** What a reader has to know: breaks, incompleteness, refusals. */
  readonly notices: readonly string[]
  /** Unit, rule, period, source, release. */
  readonly source: readonly string[]
  /** The figures of its chart, and the chart that is drawn of them; a panel without has a table. */
  readonly model?: PanelModel | undefined
  readonly chart?: Chart | undefined
  readonly table?: ReportTable | undefined
  /** The answer behind it with units and the status of each figure; findings have none. */
  readonly answer?: Pick<JsonAnswer, 'columns' | 'rows'> | undefined
  /** The numbers behind it, for data files. */
  readonly values?: FigureValues | undefined
}

export interface ReportSection {
  readonly name: string
  readonly title: string
  /** Paragraphs that people of the ministry wrote: marked as theirs. */
  readonly own: readonly string[]
  readonly panels: readonly ReportPanel[]
}

/** The pack of a quarter in one language, before it is slides, pages, sheets or files. */
export interface Report {
  readonly quarter: string
  readonly language: Language
  readonly t: Translate
  readonly title: string
  readonly place: string
  readonly release: ReleaseManifest
  /** The release and its day, as people read it. */
  readonly released: string
  /** The short link under which anybody can check the figures. */
  readonly link: string
  readonly theme: Theme
  readonly sections: readonly ReportSection[]
  /** What stands on every slide and page. */
  readonly footer: string
  readonly definitions: readonly (readonly [string, string])[]
  readonly manifest: Manifest
}
