import { strToU8 } from 'fflate'
import { csvLine } from '#api'
import { requireWanted } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import type { FigureValues } from '../proof/answer-values.ts'
import { renderPng } from '../render/render-png.ts'
import { renderSvg } from '../render/render-svg.ts'
import { translator } from '../texts/messages.ts'
import { captioned } from './chart-caption.ts'
import type { Report, ReportPanel } from './report.ts'

/** Panels at once, so that one is drawn while another is painted. Each picture holds some megabytes of pixels. */
const lanes = 2

/** What an archive holds beside slides, pages and sheets: each chart as pictures, each figure as data, and what they are. */
export async function archiveOf(report: Report, signal: AbortSignal): Promise<ReadonlyMap<string, Uint8Array>> {
  const panels = report.sections.flatMap((section) => section.panels)
  const files = new Map<string, Uint8Array>()
  const waiting = panels.values()
  const drawAll = async () => {
    for (const panel of waiting) {
      requireWanted(signal)
      if (panel.chart !== undefined) await addPictures(files, panel, report, signal)
      if (panel.values !== undefined) files.set(`tables/${panel.name}.csv`, strToU8(csvOf(panel.values)))
    }
  }
  await Promise.all(Array.from({ length: lanes }, drawAll))
  files.set('datapackage.json', strToU8(`${JSON.stringify(dataPackage(report, panels), null, 2)}\n`))
  files.set('manifest.json', strToU8(`${JSON.stringify(report.manifest, null, 2)}\n`))
  for (const language of languages) files.set(`README.${language}.md`, strToU8(readme(report, language)))
  return files
}

async function addPictures(files: Map<string, Uint8Array>, panel: ReportPanel, report: Report, signal: AbortSignal) {
  const svg = await pictureOf(panel, report, signal)
  files.set(`charts/${panel.name}.svg`, strToU8(svg))
  files.set(`charts/${panel.name}.png`, await renderPng(svg, { signal }))
}

async function pictureOf(
  { chart, title, sentences, source }: ReportPanel,
  { t }: Report,
  signal: AbortSignal,
): Promise<string> {
  if (chart === undefined) throw new Error('there is no chart to draw')
  const lines = [...sentences.slice(0, 1), ...source, t('protected_note')]
  return await renderSvg(captioned(chart, title, lines), signal)
}

function csvOf({ columns, rows }: FigureValues): string {
  return [columns, ...rows].map(csvLine).join('')
}

/** @see Data Package, version 2 */
function dataPackage({ manifest, title, quarter, release, place }: Report, panels: readonly ReportPanel[]) {
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: `pack-${manifest.jurisdiction}-${quarter.toLowerCase()}-${manifest.language}`,
    title: `${title}, ${place}, ${quarter}`,
    version: release.id,
    created: release.publishedAt,
    resources: panels.flatMap(({ name, title: own, values }) =>
      values === undefined
        ? []
        : [
            {
              $schema: 'https://datapackage.org/profiles/2.0/dataresource.json',
              name,
              title: own,
              path: `tables/${name}.csv`,
              format: 'csv',
              mediatype: 'text/csv',
              encoding: 'utf-8',
              schema: {
                $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
                fields: values.columns.map((column, at) => ({ name: column, type: typeOf(values, at) })),
              },
            },
          ],
    ),
  }
}

/** A column of numbers only is one of numbers; what mixes them with names is one of any type. */
function typeOf({ rows }: FigureValues, column: number): string {
  const kinds = new Set(rows.flatMap((row) => (row[column] === null ? [] : [typeof row[column]])))
  const [kind] = kinds
  return kinds.size === 1 && kind !== undefined ? kind : 'any'
}

function readme(report: Report, language: Language): string {
  const t = translator(language)
  const { quarter, release, link, manifest } = report
  const figures = manifest.figures.map(({ name, title }) => `- ${name}: ${title}`)
  return `${[
    `# ${t('pack_readme_title', { quarter })}`,
    t('pack_readme_about', { release: release.id, language: manifest.language }),
    t('protected_note'),
    ...(release.synthetic ? [t('synthetic')] : []),
    `${t('pack_check')} ${link}`,
    t('pack_readme_files'),
    figures.join('\n'),
  ].join('\n\n')}\n`
}
