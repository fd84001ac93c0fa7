import type { BoardContext, LoadedPanel } from './board-context.ts'

/** The title of a panel where it stands without its page: with the codes that it is narrowed to. */
export function titleOf({ panel, unfiltered }: LoadedPanel, { choice, language, service }: BoardContext): string {
  const { dimensions } = service.catalog.datasets.get(panel.dataset) ?? {}
  const chosen = Object.entries(choice.filters).flatMap(([name, code]) => {
    if (unfiltered.includes(name)) return []
    return dimensions?.get(name)?.codes.find((known) => known.code === code)?.label[language] ?? code
  })
  return [panel.title[language], ...chosen].join(', ')
}
