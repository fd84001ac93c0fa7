import type { JsonAnswer } from '#api'
import { baseCountsOf, clausesOf, type Dataset, datasetNamed, type Measure } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import { refusalOnly } from './refusal-only.ts'
import { numberIn, rowsOf } from './rows.ts'
import { type AskContext, askRows } from './run-query.ts'

/** How many had no code of a dimension, as a share of all, in two periods. */
export interface MissingMove {
  /** The name of the dimension. */
  readonly dimension: string
  readonly before: number
  readonly after: number
}

/** A figure of two periods: its dataset, measure and filters. */
export interface FigureOfTwo {
  readonly dataset: string
  readonly measure: string
  readonly where: Readonly<Record<string, string>>
  readonly by: string
  readonly before: string
  readonly after: string
}

/** The code of what is not recorded or not mapped. */
const unknown = 'UNK'

/**
 * For each dimension by which a figure is narrowed or made, how the share of persons without a code of it moved between the two
 * periods. A figure that changes by less than that may have changed by recording alone.
 *
 * @returns one move per dimension that can be asked; none where nothing can be missing
 */
export async function missingMoves(figure: FigureOfTwo, context: AskContext): Promise<readonly MissingMove[]> {
  const { service, language } = context
  const dataset = datasetNamed(figure.dataset, service.catalog)
  const measure = dataset.measures.get(figure.measure)
  if (measure === undefined) return []
  const whole = wholeOf(measure, dataset)
  if (whole === undefined) return []
  const { by, before: from, after: to } = figure
  const read = (where: FigureOfTwo['where']) =>
    askRows(figure.dataset, { ...where, measure: whole, by, from, to }, context)
  const moves = dimensionsOf(figure, measure, dataset).map(async (name): Promise<readonly MissingMove[]> => {
    const { [name]: _, ...others } = figure.where
    // What protection or the grammar does not let anybody know moves nothing.
    const both = await Promise.all([read({ ...others, [name]: unknown }), read(others)]).catch(refusalOnly)
    if (!Array.isArray(both)) return []
    const [before, after] = [figure.before, figure.after].map((period) => shareIn(both, figure.by, period, whole))
    const dimension = dataset.dimensions.get(name)?.label[language] ?? name
    return before == null || after == null ? [] : [{ dimension, before, after }]
  })
  return (await Promise.all(moves)).flat()
}

/** The move that is larger than a change, if there is one: then the change cannot be told. */
export function largerMove(moves: readonly MissingMove[], change: number): MissingMove | undefined {
  return moves.find(({ before, after }) => Math.abs(after - before) > Math.abs(change))
}

/** Why a change cannot be told, in the words of a page; nothing where it can. */
export function untoldReason(
  move: MissingMove | undefined,
  { t, figures }: { readonly t: Translate; readonly figures: FigureWriter },
): string {
  if (move === undefined) return ''
  const { dimension, before, after } = move
  return t('untold_reason', { dimension, before: figures.percent(before), after: figures.percent(after) })
}

/** The measure that counts everybody in the cube of another one. */
function wholeOf({ cube }: Measure, { measures, counts }: Dataset): string | undefined {
  const countsAll = ({ form, cube: own }: Measure) =>
    'count' in form && own.name === cube.name && counts[form.count]?.where === undefined
  return [...measures.values()].find(countsAll)?.name
}

function dimensionsOf({ where }: FigureOfTwo, measure: Measure, { counts, dimensions }: Dataset): readonly string[] {
  const inForm = baseCountsOf(measure.form).flatMap((count) => clausesOf(counts[count]?.where))
  const names = new Set([...Object.keys(where), ...inForm.map(({ dimension }) => dimension)])
  return [...names].filter((name) => dimensions.get(name)?.codes.some(({ code }) => code === unknown))
}

function shareIn([missing, all]: readonly JsonAnswer[], by: string, period: string, measure: string): number | null {
  const valueIn = (answer: JsonAnswer | undefined) =>
    numberIn(
      rowsOf(answer).find((row) => String(row[by]) === period),
      measure,
    )
  const total = valueIn(all)
  return total === null || total === 0 ? null : (valueIn(missing) ?? 0) / total
}
