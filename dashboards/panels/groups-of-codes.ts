import type { Language } from '#jurisdictions'
import type { BoardPanel } from '../boards/board.ts'
import { listedNames } from '../boards/placeholders.ts'
import { colours, type PanelModel, plainPoint } from '../charts/index.ts'
import type { TableBody } from '../charts/table-data.ts'
import type { AnswerPart, AskedParameters, BoardContext } from './board-context.ts'
import { interpolated } from './questions.ts'
import { askRows } from './run-query.ts'

type Series = BoardPanel['series']

/** Asks for each group of codes of a panel what the panel asks for each code. */
export async function askGroups(
  { dataset, series }: BoardPanel,
  parameters: AskedParameters,
  context: BoardContext,
): Promise<readonly AnswerPart[]> {
  return await Promise.all(
    series.map(async ({ where }) => {
      const by = listedNames(parameters['by'] ?? '').filter((name) => where[name] === undefined)
      const asked = { ...parameters, by: by.join(','), ...interpolated(where, dataset, context) }
      return { answer: await askRows(dataset, asked, context), parameters: asked }
    }),
  )
}

/** Counts of one group each as the series of one model, over the periods of all: where one has no row it is nobody. */
export function modelOfGroups(
  groups: Series,
  models: readonly (PanelModel | undefined)[],
  language: Language,
): PanelModel | undefined {
  const found = models.flatMap((model) => model ?? [])
  const [first] = found
  if (first === undefined || found.length < groups.length) return undefined
  const labels = new Map(found.flatMap(({ categories }) => categories.map(({ code, label }) => [code, label] as const)))
  const codes = [...labels.keys()].sort()
  const pointAt = ({ categories, series: [only] }: PanelModel, code: string) =>
    only?.points[categories.findIndex((known) => known.code === code)]
  const points = (own: PanelModel) =>
    codes.map((code) => {
      const unfinished = found.some((model) => pointAt(model, code)?.unfinished)
      return pointAt(own, code) ?? { ...plainPoint(0), unfinished }
    })
  const series = groups.map(({ label, colour }, at) => ({
    name: label[language],
    colour: colours[colour],
    points: points(found[at] ?? first),
  }))
  return { ...first, categories: codes.map((code) => ({ code, label: labels.get(code) ?? code })), series }
}

/** Periods against groups. */
export function tableOfGroups(
  model: PanelModel | undefined,
  { t, figures }: Pick<BoardContext, 't' | 'figures'>,
): TableBody {
  const { grain = 'year', categories, series } = model ?? { categories: [], series: [] }
  const rows = categories.map(({ label }, at) => {
    const incomplete = series.some(({ points }) => points[at]?.unfinished)
    const counts = series.map(({ points }) => figures.count(points[at]?.value ?? 0))
    return { cells: [incomplete ? `${label} (${t('incomplete')})` : label, ...counts], incomplete }
  })
  return { head: [t(`by_${grain}`), ...series.map(({ name }) => name)], rows }
}
