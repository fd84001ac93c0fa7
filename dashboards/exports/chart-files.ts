import type { RequestKind, Service } from '#api'
import { Refusal, requireWanted } from '#foundation'
import type { Language } from '#jurisdictions'
import { periodLabel, type ReleaseManifest } from '#warehouse'
import type { Chart, PanelModel } from '../charts/index.ts'
import { placeForSeal, sealOffice, sealPdf, sealPng, sealSvg } from '../proof/carriers.ts'
import { publicManifest } from '../proof/public-manifest.ts'
import { sealerFor } from '../proof/seal.ts'
import type { SigningKey } from '../proof/signing-key.ts'
import { renderPng } from '../render/render-png.ts'
import { renderSvg } from '../render/render-svg.ts'
import { translator } from '../texts/messages.ts'
import { officeTypes } from './office-types.ts'
import { footerOf, type Report } from './report.ts'
import type { Claimed } from './report-panel.ts'
import { reportWorker } from './report-worker.ts'
import { themeOf } from './theme-of.ts'

const pictureTypes = {
  svg: 'image/svg+xml',
  png: 'image/png',
  pdf: 'application/pdf',
  ...officeTypes,
} as const
export type PictureFormat = keyof typeof pictureTypes

export const pictureFormats = Object.keys(pictureTypes) as readonly PictureFormat[]

/** The format that the end of an address names, if there is such a one. */
export function pictureFormat(ending: string): PictureFormat | undefined {
  return pictureFormats.find((known) => known === ending)
}

/** What a chart costs in a format: what is not drawn as text is drawn a second time. */
export function kindOfPicture(format: PictureFormat | 'json'): RequestKind {
  return format === 'json' || format === 'svg' ? 'chart' : 'picture'
}

export function notDrawn(): Refusal {
  return new Refusal('NOT_FOUND', 'There is no chart for this choice: choose a broader group or a longer time.')
}

/** The figures of a chart as data: its model, and the specification with its rows. */
export function chartJson(model: PanelModel, { spec, rows }: Chart): string {
  return JSON.stringify({ model, spec, rows })
}

/** A figure that is taken out of a page. */
export interface Picture extends Claimed {
  /** With title, unit, source and notices in it. */
  readonly chart: Chart
  readonly language: Language
  readonly release: ReleaseManifest
  /** The page that it is from. */
  readonly link: string
}

/** A figure as a sealed file of its own; a slide has a native chart. @throws {@link Refusal} `DEADLINE` when the signal fires */
export async function pictureFile(
  format: PictureFormat,
  picture: Picture,
  service: Service<'public'>,
  key: SigningKey,
  signal: AbortSignal,
): Promise<Buffer> {
  const { panel, claims, chart, language, release } = picture
  const seal = sealerFor(publicManifest({ kind: 'chart', name: panel.name }, release, language, claims), key)
  if (format === 'pptx')
    return await sealOffice(await reportWorker.slide(reportOf(picture, service), signal), seal, signal)
  const svg = await renderSvg(chart, signal)
  if (format === 'svg') return Buffer.from(sealSvg(svg, seal))
  requireWanted(signal)
  if (format === 'png') return sealPng(await renderPng(svg, { signal }), seal)
  const { title, footer, link, theme } = reportOf(picture, service)
  const author = theme.organisation[language]
  const properties = {
    title,
    author,
    footer,
    link,
    language,
    publishedAt: release.publishedAt,
    place: placeForSeal(seal),
  }
  return sealPdf(await reportWorker.page(svg, { ...properties, alt: `${panel.title}. ${panel.about}` }, signal), seal)
}

function reportOf({ panel, claims, language, release, link }: Picture, service: Service<'public'>): Report {
  const t = translator(language)
  const place = service.catalog.jurisdiction.name[language]
  return {
    quarter: periodLabel(release.through, service.catalog.jurisdiction),
    language,
    t,
    title: panel.title,
    place,
    release,
    released: release.id,
    link,
    theme: themeOf(service),
    sections: [{ name: panel.name, title: panel.title, own: [], panels: [panel] }],
    footer: footerOf(place, release, t),
    definitions: [],
    manifest: publicManifest({ kind: 'chart', name: panel.name }, release, language, claims),
  }
}

interface PictureName {
  readonly name: string
  readonly jurisdiction: string
  /** Codes that it is narrowed to. */
  readonly codes: readonly string[]
  /** First and last period, as far as they were asked for. */
  readonly periods: readonly string[]
  readonly language: Language
  readonly format: PictureFormat
}

/** The type of a chart in a format, and the name of its file; data have none. */
export function sentAs(
  format: PictureFormat | 'json',
  named: Omit<PictureName, 'format'>,
): { readonly type: string; readonly file?: string } {
  if (format === 'json') return { type: 'application/json' }
  return { type: pictureTypes[format], file: pictureName({ ...named, format }) }
}

/** A name that tells what a file shows, such as `sentencing-share_kg-kg-c_2020-2024Q1_ru.png`. */
function pictureName({ name, jurisdiction, codes, periods, language, format }: PictureName): string {
  const where = [jurisdiction, ...codes].map((code) => code.toLowerCase()).join('-')
  const when = [...new Set(periods)].map((period) => period.replace('-', '')).join('-')
  return `${[name, where, when, language].join('_')}.${format}`
}
