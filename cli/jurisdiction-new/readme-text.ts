import type { ColumnProfile } from '#ingest'
import { patternOf } from './file-pattern.ts'
import type { CountryPlan, RegisterPlan } from './plan.ts'
import { isOpen } from './plan-tables.ts'

/** What the folder assumes and what it asks: `README.md`. No cell of the files is in it. */
export function readmeText(plan: CountryPlan, languages: readonly string[]): string {
  const { code, registers } = plan
  return [
    `# ${code}`,
    '',
    'Written by `taraza jurisdiction new` from files. Each line with `TODO` is a guess or a gap: confirm it, or correct it.',
    `Labels are the codes of the sender. Translate them in \`lists\`; languages that were asked for: ${languages.join(', ')}.`,
    '',
    ...registers.flatMap(registerPart),
    ...tablesPart(plan),
    '## Next',
    '',
    `- \`taraza jurisdiction check ./${code}\` lists everything that is wrong, with file and line.`,
    `- \`taraza check FILE --jurisdiction ./${code} --values\` lists the codes that are not in a table.`,
    '- `personal.yaml` may list names of people, numbers of documents and words of addresses of this country.',
    '- `law-changes.yaml` lists the days on which series break.',
    '',
  ].join('\n')
}

function registerPart(plan: RegisterPlan): readonly string[] {
  const { register, profile, questions } = plan
  return [
    `## ${register.name}`,
    '',
    `Names of files: \`${patternOf(profile.files)}\`. Files: ${profile.files.length}. Rows: ${profile.rows}.`,
    '',
    ...assumptions(plan).map((line) => `- ${line}`),
    '',
    '| column | type | filled | empty | distinct | read as |',
    '| --- | --- | --- | --- | --- | --- |',
    ...profile.columns.map((column) => columnRow(column, plan)),
    '',
    '### To ask the sender',
    '',
    ...(questions.length === 0
      ? ['Nothing was unclear. Confirm what is assumed above.']
      : questions.map((one) => `- ${one}`)),
    '',
  ]
}

function assumptions({
  profile,
  key,
  dateColumn,
  coverage,
  asOf,
  count,
  wide,
  finestPeriod,
}: RegisterPlan): readonly string[] {
  const { kinds, encodings, delimiters, decimal } = profile
  const written = [...kinds, ...encodings, ...delimiters.map((one) => `cells separated by ${JSON.stringify(one)}`)]
  return [
    `Written as: ${written.join(', ')}; decimal mark ${JSON.stringify(decimal)}.`,
    asOf === undefined ? 'Rows have different dates: a flow of events.' : 'Rows say who was there on a day: a census.',
    ...(count === undefined ? [] : [`A row counts as many people as \`${count}\` says.`]),
    ...(wide === undefined
      ? []
      : [`Each cell of these columns becomes a row: ${[...wide.columns.keys()].join(', ')}.`]),
    key === 'content' ? 'No columns name a row.' : `These columns name a row: ${key.join(', ')}.`,
    `The event is dated by ${dateColumn}; the finest period is the ${finestPeriod}.`,
    ...(coverage === undefined ? [] : [`The files cover ${coverage.from} to ${coverage.to}, as full months or years.`]),
  ]
}

function columnRow(column: ColumnProfile, { columns, inputs, asOf, count }: RegisterPlan): string {
  const read = [...columns, ...inputs].filter(({ source }) => source === column.name).map(({ name }) => name)
  if (asOf?.source === column.name) read.push('as_of')
  if (count === column.name) read.push('count')
  const type = column.isYear ? 'year' : [column.type, ...column.formats].join(' ')
  const cells = [column.name, type, column.filled, column.empty, column.distinct, read.join(', ') || 'ignored, TODO']
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
}

function tablesPart({ lists, crosswalks }: CountryPlan): readonly string[] {
  const open = [
    ...[...lists].map(([name, codes]) => [`lists/${name}.csv`, codes.filter(isOpen).length, 'parent'] as const),
    ...[...crosswalks].map(([name, codes]) => [`crosswalks/${name}.csv`, codes.filter(isOpen).length, 'code'] as const),
  ].filter(([, count]) => count > 0)
  if (open.length === 0) return []
  const lines = open.map(([file, count, cell]) => `- TODO \`${file}\`: ${count} rows without a ${cell}`)
  return ['## Codes to map', '', ...lines, '']
}
