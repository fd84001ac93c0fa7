import type { Refusal } from '#foundation'
import type { Dataset } from '#warehouse'
import type { BoardContext } from '../boards/load-board.ts'

type Words = Pick<BoardContext, 't' | 'language'>

/** Which text says why a question has no answer. */
const reasons: Readonly<Record<string, string>> = {
  UNKNOWN_MEASURE: 'refused_unknown',
  MEASURE_NOT_AVAILABLE: 'refused_unknown',
  UNKNOWN_DIMENSION: 'refused_unknown',
  UNKNOWN_CODE: 'refused_unknown',
  UNKNOWN_PARAMETER: 'refused_unknown',
  NOT_ALLOWED_TOGETHER: 'refused_together',
  NOT_PUBLISHED: 'refused_not_published',
  NAME_ONE_CODE: 'refused_one_code',
  ONE_CODE_OR_GROUP: 'refused_one_code',
  STOCK_NEEDS_DATE: 'refused_stock_date',
  PERIOD_TOO_FINE: 'refused_period_fine',
  TWO_TIME_DIMENSIONS: 'refused_two_times',
  TOO_MANY_DIMENSIONS: 'refused_many',
  REVERSED_PERIOD: 'refused_period',
  BAD_PERIOD: 'refused_period',
}

const mostNamed = 40

/** Why a question has no answer, and what could be asked instead, in the language of the page. */
export function refusalWords({ code, place }: Refusal, dataset: Dataset, { t, language }: Words): string {
  const { parameter = '', allowed = [] } = place
  const dimension = dataset.dimensions.get(parameter)
  const codes = new Map(dimension?.codes.map((own) => [own.code, own.label[language]]))
  const nameOf = (name: string) =>
    codes.get(name) ?? dataset.measures.get(name)?.label[language] ?? dataset.dimensions.get(name)?.label[language]
  const names = allowed.flatMap((name) => nameOf(name) ?? [])
  const about = dimension === undefined ? [] : [`${dimension.label[language]}.`]
  const possible =
    names.length === 0 || names.length > mostNamed ? [] : [t('refused_possible', { names: names.join(', ') })]
  return [t(reasons[code] ?? 'panel_refused'), ...about, ...possible].join(' ')
}
