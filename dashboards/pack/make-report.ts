import type { Service } from '#api'
import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Catalog } from '#warehouse'
import { periodLabel } from '#warehouse'
import { type Board, type BoardPanel, chartName, readBoards } from '../boards/board.ts'
import { endOf, quarterAfter, requireQuarter } from '../boards/quarters.ts'
import { footerOf, type Report, type ReportSection } from '../exports/report.ts'
import { type Claimed, reportPanel } from '../exports/report-panel.ts'
import { themeOf } from '../exports/theme-of.ts'
import { boardsFor } from '../pages/frame/site.ts'
import { loadPanel } from '../panels/load-panel.ts'
import type { FigureClaim } from '../proof/manifest.ts'
import { publicManifest } from '../proof/public-manifest.ts'
import { figuresFor } from '../texts/figures.ts'
import { translator } from '../texts/messages.ts'
import { headlineStrip } from './headline-strip.ts'
import { ownParagraphs, packContentIn } from './own-files.ts'
import type { PackContent, PackSection } from './pack-content.ts'
import type { PackContext } from './pack-context.ts'
import type { PackAsking } from './pack-query.ts'
import { packPartOf } from './parts.ts'

export interface PackRequest {
  readonly quarter: string
  readonly language: Language
}

/**
 * Makes the pack of a quarter in one language, from the protected figures of one release.
 *
 * @throws {@link Refusal} `BAD_PARAMETER`, `QUARTER_NOT_RELEASED`, `NO_RELEASE`, or what is wrong in the files of the secretary
 */
export async function makeReport(
  request: PackRequest,
  service: Service<'public'>,
  asking: PackAsking,
): Promise<Report> {
  const { quarter, language } = request
  const { release } = asking
  requireQuarter(quarter, release, service.catalog.jurisdiction)
  const content = packContentIn(service.packFolder)
  const context = contextFor(request, content, service, asking)
  const { t, figures } = context
  const strip = await headlineStrip(content.key_figures, context)
  const parts = await inOrder(content.sections, (section) => makeSection(section, context))
  const claims = [...strip.claims, ...parts.flatMap((section) => section.claims)]
  const revised = await Promise.all(
    parts.map(async ({ part, section }) =>
      part === undefined ? section : { ...section, panels: await packPartOf(part, claims, context) },
    ),
  )
  const sections = [{ name: 'glance', title: t('pack_glance'), panels: [strip.panel] }, ...revised]
    .map((section) => ({ ...section, own: ownParagraphs(service.packFolder, quarter, section.name, language) }))
    .filter(({ panels, own }) => panels.length + own.length > 0)
  const place = service.catalog.jurisdiction.name[language]
  const named = periodLabel(quarter, service.catalog.jurisdiction)
  return {
    quarter: named,
    language,
    t,
    title: content.title[language],
    place,
    release,
    released: t('release_of', { release: release.id, date: figures.date(release.publishedAt.slice(0, 10)) }),
    link: `${service.publicUrl}/v/${packId(quarter, release.id)}`,
    theme: themeOf(service),
    sections,
    footer: footerOf(`${place}, ${named}`, release, t),
    definitions: definitionsFor(claims, service.catalog, language),
    manifest: publicManifest({ kind: 'pack', name: packId(quarter, release.id) }, release, language, claims),
  }
}

/** The name of a pack in links: its quarter and its release. */
export function packId(quarter: string, release: string): string {
  return `${quarter}_${release}`
}

function contextFor(
  { quarter, language }: PackRequest,
  content: PackContent,
  service: Service<'public'>,
  asking: PackAsking,
): PackContext {
  const isYearly = service.catalog.finestGrain === 'year'
  const boards = readBoards()
  return {
    ...asking,
    service,
    language,
    t: translator(language),
    figures: figuresFor(language),
    quarter,
    boards,
    offered: boardsFor(boards, service.catalog),
    choice: {
      grain: isYearly ? 'year' : 'quarter',
      filters: {},
      inputs: {},
      span: {
        from: quarterAfter(quarter, 1 - content.quarters),
        to: quarter,
        end: endOf(quarter, service.catalog.jurisdiction),
      },
    },
  }
}

async function makeSection(contents: PackSection, context: PackContext) {
  const { language } = context
  const wanted = contents.panels.flatMap((name) => panelNamed(name, context))
  const panels = await inOrder(wanted, ({ board, panel, inputs }) =>
    makePanel(chartName(board, panel), panel, { ...context, choice: { ...context.choice, inputs } }),
  )
  const section: Omit<ReportSection, 'own'> = {
    name: contents.name,
    title: contents.title[language],
    panels: panels.map(({ panel }) => panel),
  }
  return { section, part: contents.part, claims: panels.flatMap(({ claims }) => claims) }
}

/** A panel that the pack names, or nothing where the jurisdiction has no figures for it. @throws for a name that no page has */
function panelNamed(name: string, { boards, offered }: PackContext) {
  const found = offered.flatMap((board) =>
    board.panels
      .filter((panel) => chartName(board, panel) === name)
      .map((panel) => ({ board, panel, inputs: defaultInputs(board) })),
  )
  const isKnown = boards.some((board) => board.panels.some((panel) => chartName(board, panel) === name))
  if (isKnown) return found
  const allowed = offered.flatMap((board) => board.panels.map((panel) => chartName(board, panel)))
  throw new Refusal('PACK_CONTENT', `No page has the panel ${name}, which the file of the pack names.`, { allowed })
}

function defaultInputs({ parameters: inputs }: Board): Readonly<Record<string, number>> {
  return Object.fromEntries(inputs.map(({ name, default: initial }) => [name, initial]))
}

async function makePanel(name: string, board: BoardPanel, context: PackContext): Promise<Claimed> {
  return reportPanel(name, await loadPanel(board, context), context)
}

function definitionsFor(claims: readonly FigureClaim[], { datasets }: Catalog, language: Language) {
  const found = new Map<string, string>()
  for (const { dataset, parameters } of claims)
    for (const name of (parameters['measure'] ?? '').split(',')) {
      const measure = datasets.get(dataset)?.measures.get(name)
      if (measure !== undefined) found.set(measure.label[language], measure.definition[language])
    }
  return [...found]
}

/** One after the other: a pack does not take the places of those who ask single questions. */
async function inOrder<Request, Result>(
  requests: readonly Request[],
  make: (request: Request) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const request of requests) results.push(await make(request))
  return results
}
