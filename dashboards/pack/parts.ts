import { registerLabel } from '#jurisdictions'
import { periodLabel } from '#warehouse'
import { lastWholeYear } from '../boards/years.ts'
import type { ChartRow } from '../charts/index.ts'
import type { ReportPanel } from '../exports/report.ts'
import { loadQuality } from '../pages/quality-page.tsx'
import { loadSdg, partsOfSeries, writtenIn } from '../pages/sdg-page.tsx'
import { numberIn, rowsOf } from '../panels/rows.ts'
import { compareClaims } from '../proof/compare-claims.ts'
import type { FigureClaim } from '../proof/manifest.ts'
import type { ownParts } from './pack-content.ts'
import type { PackContext } from './pack-context.ts'

type Part = (typeof ownParts)[number]

const nothingMore = { notices: [], source: [], sentences: [] }

/** The parts of a pack that are made of what a release says of itself. */
export async function packPartOf(
  part: Part,
  claims: readonly FigureClaim[],
  context: PackContext,
): Promise<readonly ReportPanel[]> {
  if (part === 'sdg') return await sdgTiles(context)
  if (part === 'quality') return await qualityOf(context)
  if (part === 'revisions') return [await revisionsOf(claims, context)]
  return [methodsOf(context)]
}

async function sdgTiles(context: PackContext): Promise<readonly ReportPanel[]> {
  const { t, language, figures, ask, choice, service } = context
  const { jurisdiction: calendar } = service.catalog
  const last = choice.span?.end ?? ''
  const isOver = (row: ChartRow) => Number(row['year']) <= lastWholeYear({ to: last }, calendar)
  const tiles = (await loadSdg(context, ask)).flatMap(({ indicator, answers }) =>
    answers.flatMap((answer, at) =>
      (answer === undefined ? [] : partsOfSeries(indicator.series[at] ?? {}, answer, context)).flatMap((part) => {
        const latest = part.rows.findLast(isOver)
        if (latest === undefined) return []
        const code = indicator.type === 'official' ? `${indicator.code} ` : ''
        const [type, label] = [t(`sdg_${indicator.type}`), code + indicator.label[language]]
        return [
          [type, label, part.label, periodLabel(String(latest['year']), calendar), writtenIn(part, latest, figures)],
        ]
      }),
    ),
  )
  if (tiles.length === 0) return []
  return [
    {
      ...nothingMore,
      name: 'sdg',
      title: t('sdg_title'),
      about: t('sdg_about'),
      table: {
        head: [t('pack_type'), t('sdg_indicator'), t('figures'), t('year_of_figure'), t('sdg_latest')],
        rows: tiles.map((cells) => ({ cells })),
      },
    },
  ]
}

async function qualityOf(context: PackContext): Promise<readonly ReportPanel[]> {
  const { t, language, figures, ask, release, service, choice } = context
  const { jurisdiction: calendar } = service.catalog
  const gapsOf = (register: string) =>
    release.gaps.filter((gap) => gap.register === register).map(({ quarter }) => periodLabel(quarter, calendar))
  const last = choice.span?.end ?? ''
  const { answers, reasons } = await loadQuality(context, ask)
  const shares = answers.flatMap((answer) => {
    const { name = '', label = '' } = answer.columns[1] ?? {}
    const latest = rowsOf(answer).findLast(
      (row) => row['period_status'] !== 'incomplete' && Number(row['year']) <= lastWholeYear({ to: last }, calendar),
    )
    const value = numberIn(latest, name)
    return value === null
      ? []
      : [`${label}, ${periodLabel(String(latest?.['year']), calendar)}: ${figures.percent(value)}`]
  })
  return [
    {
      ...nothingMore,
      name: 'quality',
      title: t('quality_title'),
      about: t('quality_about'),
      sentences: [...shares, ...reasons],
      table: {
        head: [t('run_register'), t('explore_from'), t('explore_to'), t('releases_gaps')],
        rows: Object.entries(release.coverages).map(([register, { from, to }]) => ({
          cells: [
            registerLabel(register, language, service.jurisdiction),
            figures.date(from),
            figures.date(to),
            gapsOf(register).join(', ') || t('quality_complete'),
          ],
        })),
      },
    },
  ]
}

/** What the figures of the pack were in the first release that held its quarter. */
async function revisionsOf(claims: readonly FigureClaim[], context: PackContext): Promise<ReportPanel> {
  const { t, release, service, signal } = context
  const quarter = periodLabel(context.quarter, service.catalog.jurisdiction)
  const first = service.releases().find(({ through }) => through >= context.quarter) ?? release
  const panel = { ...nothingMore, name: 'revisions', title: t('pack_revisions') }
  if (first.id === release.id) return { ...panel, about: t('pack_first_release', { quarter, release: release.id }) }
  const compared = await compareClaims(claims, service, first.id, release.id, signal)
  const revised = compared.filter(({ state }) => state === 'revised')
  return {
    ...panel,
    about: t('pack_revised_since', {
      quarter,
      first: first.id,
      release: release.id,
      count: revised.length,
      all: compared.length,
    }),
    table: {
      head: [t('figures'), t('pack_place'), t('pack_was'), t('pack_is')],
      rows: revised.flatMap(({ title, changes }) =>
        changes.slice(0, 3).map(({ key, was, is }) => ({ cells: [title, key, was, is] })),
      ),
    },
  }
}

function methodsOf(context: PackContext): ReportPanel {
  const { t, release, figures } = context
  return {
    ...nothingMore,
    name: 'methods',
    title: t('methods_title'),
    about: t('protected_note'),
    sentences: [
      t('methods_rounding'),
      t('methods_three'),
      t('methods_interval'),
      t('methods_release'),
      ...custodialShare(context),
      t('translation_note'),
      t('next_release', { date: figures.date(release.nextDue) }),
    ],
  }
}

/** What the custodial share is, in the words of the catalog, where the jurisdiction has it. */
function custodialShare({ service, language }: PackContext): readonly string[] {
  const measure = service.catalog.datasets.get('sentences')?.measures.get('custodial_share')
  return measure === undefined ? [] : [`${measure.label[language]} = ${lowered(measure.definition[language])}`]
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
