import type { ColumnProfile, TableProfile } from '#ingest'
import { listOf, type Register } from '#jurisdictions'
import { modelKey } from './model.ts'
import type { IgnoredColumn, PlannedColumn, RegisterPlan } from './plan.ts'

/** The columns that are not read, each with the reason. @param region - the column with the regions of courts or offices */
export function ignoredColumns(
  { columns }: TableProfile,
  read: ReadonlySet<string>,
  region: string | undefined,
): readonly IgnoredColumn[] {
  return columns
    .filter(({ name }) => !read.has(name))
    .map((column) => ({ name: column.name, why: column.name === region ? inLists : whyIgnored(column) }))
}

const inLists = 'the regions are in the list of courts, offices or facilities'

function whyIgnored({ personal, type }: ColumnProfile): string {
  if (personal !== undefined) return `TODO looks like personal data (${personal}): ask the sender to take it out`
  return type === 'empty' ? 'TODO empty in these files' : 'TODO not recognised: move it to "columns", or leave it here'
}

/** What is known of a register before its questions are. */
interface Known {
  readonly register: Register
  readonly profile: TableProfile
  readonly columns: readonly PlannedColumn[]
  readonly ignored: readonly IgnoredColumn[]
  readonly key: RegisterPlan['key']
  readonly count: string | undefined
  readonly asOf: PlannedColumn | undefined
  readonly hasDate: boolean
  /** Of the rows the share that a key names. */
  readonly share: number
}

/** What the sender has to answer before the contract can be relied on. */
export function questionsOf(known: Known): readonly string[] {
  const { register, hasDate, asOf, count } = known
  return [
    ...(hasDate
      ? []
      : [`Which column has the date of the event? The register ${register.name} needs one, or \`value\` with a year.`]),
    ...aboutKey(known),
    ...(count === undefined
      ? aboutCounts(known)
      : [`Does the column of \`${count}\` say how many people or cases a row counts?`]),
    ...(asOf === undefined ? [] : ['Is the file a census of one day? Stocks of other days do not follow from it.']),
    ...aboutColumns(known),
  ]
}

function aboutKey({ register, key, share }: Known): readonly string[] {
  if (key === 'content') {
    const wanted = modelKey(register).join(', ')
    return [
      `Which columns name a row? Without a key, equal rows count as different ones.${wanted === '' ? '' : ` The register knows ${wanted}.`}`,
    ]
  }
  const repeated = ((1 - share) * 100).toFixed(1)
  return share < 1
    ? [`Why do ${repeated}% of the rows repeat the key ${key.join(', ')}? Later rows replace earlier ones.`]
    : []
}

/** A table of counts has each combination of its codes once. */
function aboutCounts({ profile, columns }: Known): readonly string[] {
  const hasPeople = columns.some(({ keys }) => keys.some(([, type]) => type === 'key'))
  const isNumber = ({ type, isYear }: ColumnProfile) => type === 'integer' && !isYear
  const numbers = profile.columns.filter(
    (column) => isNumber(column) && !columns.some(({ source }) => source === column.name),
  )
  if (hasPeople || numbers.length === 0) return []
  return [
    `Does a row count several people? These columns contain whole numbers: ${numbers.map(({ name }) => name).join(', ')}.`,
  ]
}

function aboutColumns({ register, profile, columns, ignored }: Known): readonly string[] {
  const open = columns.filter(({ name, source }) => {
    const isCode = listOf(register.columns[name]?.type) !== undefined
    return isCode && profile.columns.find((one) => one.name === source)?.values === undefined
  })
  const personal = ignored.filter(({ why }) => why.includes('personal data')).map(({ name }) => name)
  return [
    ...open.map(
      ({ source }) => `Which codes does ${source} have? It has too many different values to be written down here.`,
    ),
    ...(personal.length === 0
      ? []
      : [`Can these columns be left out? ${personal.join(', ')}. A file that has them is refused.`]),
  ]
}
