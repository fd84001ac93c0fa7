import type { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Dataset } from '#warehouse'
import type { Translate } from './messages.ts'

interface Words {
  readonly t: Translate
  readonly language: Language
}

/** Which text says why a question has no answer. */
const reasons: Readonly<Record<string, string>> = {
  UNKNOWN_DATASET: 'refused_unknown',
  UNKNOWN_MEASURE: 'refused_unknown',
  UNKNOWN_DIMENSION: 'refused_unknown',
  UNKNOWN_CODE: 'refused_unknown',
  UNKNOWN_CLASS: 'refused_unknown',
  UNKNOWN_CUBE: 'refused_unknown',
  UNKNOWN_PARAMETER: 'refused_unknown',
  UNKNOWN_SORT_COLUMN: 'refused_unknown',
  UNKNOWN_RELEASE: 'refused_unknown',
  NOT_FOUND: 'refused_unknown',
  MEASURE_NOT_AVAILABLE: 'refused_not_delivered',
  BAD_PARAMETER: 'refused_question',
  REPEATED_PARAMETER: 'refused_question',
  REPEATED_NAME: 'refused_question',
  NOT_ALLOWED_TOGETHER: 'refused_together',
  ONE_SWITCH_AT_A_TIME: 'refused_together',
  NOT_PUBLISHED: 'refused_not_published',
  NAME_ONE_CODE: 'refused_one_code',
  ONE_CODE_OR_GROUP: 'refused_one_code',
  STOCK_NEEDS_DATE: 'refused_stock_date',
  PERIOD_TOO_FINE: 'refused_period_fine',
  TWO_TIME_DIMENSIONS: 'refused_two_times',
  TOO_MANY_DIMENSIONS: 'refused_many',
  ONLY_COARSER: 'refused_told_enough',
  TOO_MANY_ROWS: 'refused_rows',
  REVERSED_PERIOD: 'refused_period',
  BAD_PERIOD: 'refused_period',
  PERIOD_NOT_COVERED: 'refused_not_covered',
  COMPARE_NEEDS_PERIOD: 'refused_compare',
  BASE_NEEDED: 'refused_compare',
  NOT_FOR_METHOD: 'refused_method',
  TOO_FEW_PERIODS: 'refused_few_periods',
  GAP_IN_SERIES: 'refused_gap',
  UNEQUAL_LENGTHS: 'refused_gap',
  ZERO_DENOMINATOR: 'refused_nobody',
  NOT_A_COUNT: 'refused_undetermined',
  NOT_A_STAY: 'refused_undetermined',
  NOT_A_CHANCE: 'refused_undetermined',
  NOT_A_LEVEL: 'refused_undetermined',
  NOT_A_SHARE: 'refused_undetermined',
  NO_BOUND: 'refused_undetermined',
  NO_VARIATION: 'refused_undetermined',
  SINGULAR_DESIGN: 'refused_undetermined',
  NO_CONVERGENCE: 'refused_undetermined',
  SEPARATION: 'refused_undetermined',
  SIGN_IN_NEEDED: 'refused_level',
  NOT_YOUR_LEVEL: 'refused_level',
  NOT_YOUR_DATASET: 'refused_level',
  LEVEL_NOT_AVAILABLE: 'refused_level',
  PURPOSE_NEEDED: 'refused_purpose',
}

const mostNamed = 40

/** Whether there are words of its own for a refusal. */
export function hasWords(code: string): boolean {
  return Object.hasOwn(reasons, code)
}

/** Why a question has no answer, and what could be asked instead, in the language of the page. */
export function refusalWords({ code, place }: Refusal, dataset: Dataset | undefined, { t, language }: Words): string {
  const { parameter = '', allowed = [] } = place
  const dimension = dataset?.dimensions.get(parameter)
  const codes = new Map(dimension?.codes.map((own) => [own.code, own.label[language]]))
  const nameOf = (name: string) =>
    codes.get(name) ?? dataset?.measures.get(name)?.label[language] ?? dataset?.dimensions.get(name)?.label[language]
  const names = allowed.flatMap((name) => nameOf(name) ?? [])
  const about = dimension === undefined ? [] : [`${dimension.label[language]}.`]
  const possible =
    names.length === 0 || names.length > mostNamed ? [] : [t('refused_possible', { names: names.join(', ') })]
  const [from = '', to = ''] = allowed
  const reason = hasWords(code)
    ? t(reasons[code] ?? '', { covered: String(from !== ''), from, to })
    : t('refused_other', { code })
  return [reason, ...about, ...possible].join(' ')
}
