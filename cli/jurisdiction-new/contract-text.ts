import { inEachLanguage } from './labels.ts'
import type { PlannedColumn, RegisterPlan } from './plan.ts'
import { yamlList, yamlMap, yamlText } from './yaml.ts'

/** The contract of a register: `contracts/<register>.yaml`. */
export function contractText(plan: RegisterPlan, code: string, files: string): string {
  const { register, inputs, columns, ignored } = plan
  const owner = yamlMap(inEachLanguage(code.toUpperCase()).map(([language, label]) => [language, yamlText(label)]))
  return [
    `register: ${register.name}`,
    `owner: ${owner} # TODO who sends these files`,
    `row: ${yamlText(rowOf(plan))} # TODO what one row means`,
    `files: ${yamlText(files)}`,
    `format: ${format(plan)}`,
    ...deliveryLines(plan),
    ...asOfLines(plan),
    ...wideLines(plan),
    ...countLines(plan),
    ...(inputs.length === 0 ? [] : ['inputs:', ...inputs.map(columnLine)]),
    ...(columns.length === 0 ? ['columns: {}'] : ['columns:', ...columns.map(columnLine)]),
    ...(ignored.length === 0 ? [] : ['ignored:', ...ignored.map(({ name, why }) => `  - ${yamlText(name)} # ${why}`)]),
    '',
  ].join('\n')
}

function rowOf({ count, asOf, register }: RegisterPlan): string {
  if (count !== undefined) return 'one count of people or cases'
  return asOf !== undefined ? 'one record on the day of a census' : `one record of ${register.name}`
}

/** What the name of each column says, that an analyst sees what becomes of it. */
function wideLines({ wide }: RegisterPlan): readonly string[] {
  if (wide === undefined) return []
  const says = (cells: Readonly<Record<string, string>>) =>
    yamlMap(Object.entries(cells).map(([name, text]) => [name, JSON.stringify(text)]))
  return [
    'unpivot: # TODO confirm that each cell of these columns counts other people',
    `  value: ${wide.value}`,
    '  columns:',
    ...[...wide.columns].map(([name, cells]) => `    ${JSON.stringify(name)}: ${says(cells)}`),
  ]
}

function countLines({ count }: RegisterPlan): readonly string[] {
  return count === undefined
    ? []
    : [`count: { from: ${yamlText(count)} } # TODO confirm that a row counts so many people`]
}

function asOfLines({ asOf }: RegisterPlan): readonly string[] {
  if (asOf === undefined) return []
  return [
    `as_of: ${yamlMap(asOf.keys.filter(([key]) => ['from', 'format', 'value'].includes(key)))} # TODO confirm the day of the census`,
  ]
}

/** A corrected table of counts takes the place of the earlier one. */
function modeOf({ asOf, count, key }: RegisterPlan): string {
  if (asOf !== undefined) return 'snapshot # TODO each quarter, or year, that a delivery covers needs a census'
  if (count !== undefined && key === 'content') return 'full # TODO period, where each delivery has a period of its own'
  return 'append # TODO append adds rows, period replaces its period, full replaces everything'
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

function deliveryLines(plan: RegisterPlan): readonly string[] {
  const { key, dateColumn, coverage, columns, asOf } = plan
  const hasDate = asOf !== undefined || columns.some(({ name }) => name === dateColumn)
  return [
    'delivery:',
    `  mode: ${modeOf(plan)}`,
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
