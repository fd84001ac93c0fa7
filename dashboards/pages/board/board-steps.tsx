import { type Board, chartName } from '../../boards/board.ts'
import type { BoardContext } from '../../panels/board-context.ts'
import type { Site } from '../frame/layout.tsx'

/** The way of a first visit, without pages for which the jurisdiction has no figures. */
export function BoardSteps({
  board,
  site,
  context: { language, t },
}: {
  readonly board: Board
  readonly site: Site
  readonly context: Pick<BoardContext, 'language' | 't'>
}) {
  const offered = board.steps.flatMap(({ text, panel, board: other }) => {
    if (panel !== undefined) return [{ text, href: `#${chartName(board, { name: panel })}-title` }]
    const isOffered = site.pages.some(({ path }) => path === `d/${other}`)
    return isOffered ? [{ text, href: `/${language}/d/${other}` }] : []
  })
  if (offered.length === 0) return null
  return (
    <details class="start">
      <summary>{t('start_here')}</summary>
      <ol>
        {offered.map(({ href, text }) => (
          <li key={href}>
            <a href={href}>{text[language]}</a>
          </li>
        ))}
      </ol>
    </details>
  )
}
