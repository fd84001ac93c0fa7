import type { JsonAnswer } from '#api'
import { type Board, boardPath, chartName } from '../../boards/board.ts'
import { filterDimension } from '../../boards/board-choice.ts'
import { filled, placeholdersIn } from '../../boards/placeholders.ts'
import type { LoadedHeadlines } from '../../headlines/load-headlines.ts'
import type { ShapeDimension } from '../../panels/answer-shape.ts'
import type { BoardContext, LoadedPanel } from '../../panels/board-context.ts'
import { changesIn } from '../../panels/changes.ts'
import { yearsOf } from '../../panels/questions.ts'
import { reasonsOf } from '../../panels/reasons.ts'
import { titleOf } from '../../panels/title-of.ts'
import { aboutAnswer, otherAnswerNotes } from '../frame/about-answer.ts'
import { chartAddress } from '../frame/chart-address.ts'
import { dimensionLabel } from '../frame/dimension-label.ts'
import { Layout, type Site } from '../frame/layout.tsx'
import { LevelChoice } from '../frame/level-choice.tsx'
import { type DrawnChart, Panel } from '../frame/panel.tsx'
import { Provenance } from '../frame/provenance.tsx'
import { BoardFilters } from './board-filters.tsx'
import { BoardSteps } from './board-steps.tsx'
import { notesOfHeadlines } from './headline-notes.ts'
import { HeadlinesList } from './headlines-list.tsx'
import { LawChanges } from './law-changes.tsx'
import { PackDownloads } from './pack-downloads.tsx'

export interface DrawnPanel extends LoadedPanel {
  readonly drawn?: DrawnChart | undefined
}

interface BoardPageProps {
  readonly board: Board
  readonly panels: readonly DrawnPanel[]
  /** What changed between the two years, where the board says so. */
  readonly said: LoadedHeadlines | undefined
  readonly context: BoardContext
  readonly search: string
  readonly site: Site
}

/** A page that is described by a board. */
export function BoardPage({ board, panels, said, context, search, site }: BoardPageProps) {
  const { language, t, service, edition } = context
  const title = boardTitle(board, context)
  return (
    <Layout
      language={language}
      t={t}
      title={title}
      page={boardPath(board)}
      search={search}
      site={site}
      synthetic={edition.synthetic}
    >
      <p class="eyebrow">{service.catalog.jurisdiction.name[language]}</p>
      <h1>{title}</h1>
      {board.description && <p class="lead">{board.description[language]}</p>}
      <BoardSteps board={board} site={site} context={context} />
      {board.packs && site.restricted === undefined && (
        <PackDownloads service={service} edition={edition.id} language={language} t={t} />
      )}
      <BoardFilters board={board} context={context} site={site} />
      {said && <HeadlinesList said={said} years={yearsOf(context)} calendar={service.catalog.jurisdiction} t={t} />}
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
      <BoardProvenance panels={panels} said={said} context={context} />
      <BoardLevels board={board} context={context} search={search} site={site} />
    </Layout>
  )
}

/** What has to be said beside the figures of a board; beside those that are compared also the changes of law. */
function BoardProvenance({ panels, said, context }: Pick<BoardPageProps, 'panels' | 'said' | 'context'>) {
  const answers = panels.flatMap(({ answer }) => answer ?? [])
  const notes = said && notesOfHeadlines(yearsOf(context), context)
  return (
    <Provenance answers={answers} context={context} notes={notes}>
      {said && answers[0] && <LawChanges changes={changesIn(answers[0])} t={context.t} figures={context.figures} />}
    </Provenance>
  )
}

/** For those who may see figures of other levels: this page, or the one that stands for it. */
function BoardLevels({
  board,
  context: { language, t, choice },
  search,
  site,
}: Omit<BoardPageProps, 'panels' | 'said'>) {
  const own = { language, site, t }
  if (board.levels === undefined)
    return <LevelChoice action={`/${language}/${boardPath(board)}`} search={search} {...own} />
  const filters = new URLSearchParams(choice.filters).toString()
  return (
    <LevelChoice action={`/${language}/d/${board.levels}`} search={filters} {...own} about="level_about_overview" />
  )
}

interface PanelViewProps {
  readonly board: Pick<Board, 'name' | 'first'>
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
  const { language, t, service } = context
  const { panel, drawn, table, sentences, refused, unfiltered, answer, steps } = loaded
  const names = unfiltered.map((name) => dimensionLabel(name, service.catalog, language))
  const chart = chartName(board, panel)
  const title = isAlone ? titleOf(loaded, context) : panel.title[language]
  const image = (extension: string) => chartAddress(`/v1/charts/${chart}.${extension}`, search, language)
  return (
    <Panel
      id={chart}
      refused={refused?.code}
      title={unfiltered.includes('region') ? `${title} (${t('whole_country')})` : title}
      about={panel.description[language]}
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
    return `/${language}/${boardPath(board)}?${parameters}`
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

/** The title of a board with what the reader has narrowed it to, or with the place that it names. */
function boardTitle(board: Board, context: BoardContext): string {
  const title = board.title[context.language]
  const chosen = chosenNames(board, context)
  if (!placeholdersIn(title).includes('place')) return [title, ...chosen].join(' – ')
  return filled(title, { place: chosen.join(', ') || context.t('whole_country') })
}

/** What the reader has narrowed the page to, in the order of its filters. */
function chosenNames(board: Board, { choice, service, language }: BoardContext): readonly string[] {
  return board.filters.flatMap((name) => {
    const codes = filterDimension(board, name, service.catalog)?.codes ?? []
    return codes.find(({ code }) => code === choice.filters[name])?.label[language] ?? []
  })
}
