import type { JsonAnswer } from '#api'
import type { ShapeDimension } from '../boards/answer-shape.ts'
import type { Board } from '../boards/board.ts'
import { filterDimension } from '../boards/board-choice.ts'
import type { BoardContext, LoadedPanel } from '../boards/load-board.ts'
import { reasonsOf } from '../boards/reasons.ts'
import { titleOf } from '../boards/title-of.ts'
import { chartAddress } from '../chart-address.ts'
import { aboutAnswer, otherAnswerNotes } from './about-answer.ts'
import { BoardFilters } from './board-filters.tsx'
import { changesIn } from './changes.ts'
import { Layout, type Site } from './layout.tsx'
import { LevelChoice } from './level-choice.tsx'
import { PackDownloads } from './pack-downloads.tsx'
import { type DrawnChart, Panel } from './panel.tsx'
import { Provenance } from './provenance.tsx'

export interface DrawnPanel extends LoadedPanel {
  readonly drawn?: DrawnChart | undefined
}

interface BoardPageProps {
  readonly board: Board
  readonly panels: readonly DrawnPanel[]
  readonly context: BoardContext
  readonly search: string
  readonly site: Site
}

/** A page that is described by a board. */
export function BoardPage({ board, panels, context, search, site }: BoardPageProps) {
  const { language, t, figures, service } = context
  const answers = panels.flatMap(({ answer }) => answer ?? [])
  const title = [board.title[language], ...chosenNames(board, context)].join(' – ')
  return (
    <Layout
      language={language}
      t={t}
      title={title}
      page={`d/${board.name}`}
      search={search}
      site={site}
      synthetic={service.edition('public').synthetic}
    >
      <p class="eyebrow">{service.catalog.jurisdiction.name[language]}</p>
      <h1>{title}</h1>
      <p class="lead">{board.about[language]}</p>
      {board.packs && site.restricted === undefined && <PackDownloads service={service} language={language} t={t} />}
      <BoardFilters board={board} context={context} site={site} />
      <div class="panels">
        {panels.map((panel) => (
          <BoardPanelView
            key={panel.panel.name}
            board={board}
            panel={panel}
            context={context}
            search={search}
            isPublic={site.restricted === undefined}
          />
        ))}
      </div>
      <Provenance answers={answers} context={{ language, t, figures, service }} />
      <LevelChoice action={`/${language}/d/${board.name}`} search={search} language={language} site={site} t={t} />
    </Layout>
  )
}

interface PanelViewProps {
  readonly board: Pick<Board, 'name'>
  readonly panel: DrawnPanel
  readonly context: BoardContext
  readonly search: string
  /** What is not for publication is not taken out of its page. */
  readonly isPublic: boolean
  /** Whether it stands without its page, which names what it is narrowed to. */
  readonly isAlone?: boolean
}

/** One panel: its chart and table, or why there is none. */
export function BoardPanelView({ board, panel: loaded, context, search, isPublic, isAlone = false }: PanelViewProps) {
  const { language, t } = context
  const { panel, drawn, table, sentences, refused, unfiltered, answer, steps } = loaded
  const names = unfiltered.map((name) => dimensionLabel(name, context))
  const chart = `${board.name}-${panel.name}`
  const title = isAlone ? titleOf(loaded, context) : panel.title[language]
  const image = (extension: string) => chartAddress(`/v1/charts/${chart}.${extension}`, search, language)
  return (
    <Panel
      id={chart}
      refused={refused?.code}
      title={unfiltered.includes('region') ? `${title} (${t('whole_country')})` : title}
      about={panel.about[language]}
      drawn={drawn}
      table={table}
      sentences={sentences}
      notices={[
        ...reasonsOf(loaded, context),
        ...(refused === undefined && table?.rows.length === 0 ? [t('panel_empty')] : []),
        ...(names.length === 0 ? [] : [t('panel_unfiltered', { names: names.join(', ') })]),
        ...(answer === undefined ? [] : otherAnswerNotes(answer, t)),
        ...(panel.chart === 'lines' && drawn !== undefined ? namedChanges(answer) : []),
        ...panel.notes.map((note) => note[language]),
      ]}
      downloads={isPublic ? downloadsOf(loaded, image, chartAddress(`/embed/${chart}`, search, language), t) : []}
      more={steps && <Steps steps={steps} board={board} search={search} context={context} />}
      labels={{ table: t('table'), download: t('download') }}
      source={answer && aboutAnswer(answer, context).join(' · ')}
    />
  )
}

/** The figures as data, and the chart as files. */
function downloadsOf(
  { address, panel, drawn }: DrawnPanel,
  image: (format: string) => string,
  embed: string,
  t: BoardContext['t'],
) {
  const formats = panel.method === undefined ? ['csv', 'xlsx', 'json'] : []
  const data = formats.map((format) => ({ label: format.toUpperCase(), href: `${address}&format=${format}` }))
  const findings = panel.method === undefined ? [] : [{ label: 'JSON', href: address ?? '' }]
  const files = ['png', 'svg', 'pdf', 'pptx'].map((format) => ({ label: format.toUpperCase(), href: image(format) }))
  return [
    ...(address === undefined ? [] : [...data, ...findings]),
    ...(drawn === undefined ? [] : [...files, { label: t('embed'), href: embed }]),
  ]
}

interface StepsProps extends Pick<PanelViewProps, 'board' | 'search' | 'context'> {
  readonly steps: ShapeDimension
}

/** From the whole to a part: the page narrowed to each code. */
function Steps({ steps: { name, codes }, board, search, context: { language, t } }: StepsProps) {
  const narrowed = (code: string) => {
    const parameters = new URLSearchParams(search)
    parameters.set(name, code)
    return `/${language}/d/${board.name}?${parameters}`
  }
  return (
    <p class="steps">
      {t('look_into')}:{' '}
      {codes.map(({ code, label: part }, at) => (
        <>
          {at > 0 && ' · '}
          <a href={narrowed(code)}>{part}</a>
        </>
      ))}
    </p>
  )
}

/** The changes that the lines of a chart mark with numbers. */
function namedChanges(answer: JsonAnswer | undefined): readonly string[] {
  const changes = answer === undefined ? [] : changesIn(answer)
  return changes.length === 0 ? [] : [changes.map(({ number, title, on }) => `${number} ${title} (${on})`).join(' · ')]
}

/** What the reader has narrowed the page to, in the order of its filters. */
function chosenNames(board: Board, { choice, service, language }: BoardContext): readonly string[] {
  return board.filters.flatMap((name) => {
    const codes = filterDimension(board, name, service.catalog)?.codes ?? []
    return codes.find(({ code }) => code === choice.filters[name])?.label[language] ?? []
  })
}

function dimensionLabel(name: string, { service, language }: BoardContext): string {
  for (const { dimensions } of service.catalog.datasets.values()) {
    const found = dimensions.get(name)
    if (found !== undefined) return found.label[language]
  }
  return name
}
