import { inEachLanguage } from './labels.ts'
import { type PlannedColumn, type RegisterPlan, readsCounts } from './plan.ts'
import { yamlComment, yamlList, yamlMap, yamlText } from './yaml.ts'

/** The contract of a register: `contracts/<register>.yaml`. */
export function contractText(plan: RegisterPlan, code: string, files: string): string {
  const { register, inputs, columns, ignored } = plan
  const owner = yamlMap(inEachLanguage(code.toUpperCase()).map(([language, label]) => [language, yamlText(label)]))
  return [
    `register: ${register.name}`,
    `owner: ${owner} # TODO who sends these files`,
    `row: ${yamlText(rowOf(plan))} # TODO what one row means`,
    `files: ${yamlText(files)}`,
    ...countLines(plan),
    `format: ${format(plan)}`,
    ...deliveryLines(plan),
    ...(inputs.length === 0 ? [] : ['inputs:', ...inputs.map(columnLine)]),
    ...(columns.length === 0 ? ['columns: {}'] : ['columns:', ...columns.map(columnLine)]),
    ...(ignored.length === 0 ? [] : ['ignored:', ...ignored.map(({ name, why }) => `  - ${yamlText(name)} # ${why}`)]),
    '',
  ].join('\n')
}

function rowOf({ count, isCensus, register }: RegisterPlan): string {
  if (count !== undefined) return 'one count of people or cases'
  return isCensus ? 'one record on the day of a census' : `one record of ${register.name}`
}

function countLines({ count }: RegisterPlan): readonly string[] {
  if (count === undefined) return []
  return readsCounts ? [`count: ${count}`] : [yamlComment(`count: ${count}`)]
}

function format({ profile }: RegisterPlan): string {
  const { kinds, delimiters, encodings, decimal, thousands, missing, titles } = profile
  return yamlMap([
    ['type', yamlList(kinds)],
    ...(delimiters.length === 0 ? [] : [['delimiter', yamlList(delimiters)] as const]),
    ...(encodings.length === 0 ? [] : [['encoding', yamlList(encodings)] as const]),
    ['decimal', JSON.stringify(decimal)],
    ...(thousands.length > 1 ? [['thousands', yamlList(thousands)] as const] : []),
    ['missing_values', yamlList(['', ...missing])],
    ...(titles === 0 ? [] : [['title_rows', String(titles)] as const]),
  ])
}

function deliveryLines({ key, dateColumn, coverage, columns }: RegisterPlan): readonly string[] {
  const hasDate = columns.some(({ name }) => name === dateColumn)
  return [
    'delivery:',
    '  mode: append # TODO append adds rows, period replaces its period, full replaces everything',
    `  key: ${key === 'content' ? 'content # TODO equal rows count as different ones' : yamlList(key)}`,
    `  date_column: ${dateColumn}${hasDate ? '' : ' # TODO name the column of the date below'}`,
    ...(coverage === undefined
      ? []
      : [`  coverage: { from: ${coverage.from}, to: ${coverage.to} } # TODO confirm the first and the last day`]),
  ]
}

function columnLine({ name, keys, todo }: PlannedColumn): string {
  return `  ${name}: ${yamlMap(keys)}${todo === undefined ? '' : ` # TODO ${todo}`}`
}
