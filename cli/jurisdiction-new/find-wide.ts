import type { ColumnProfile, TableProfile, WideShape } from '#ingest'
import { columnWords, plainWords } from '#jurisdictions'
import { likeness } from './find-columns.ts'

/**
 * The columns of whole numbers that are called by years or sexes, such as `2019` or `male_2022`: each of their cells counts people of
 * its own. Columns that name other parts than most of them stay as they are.
 */
export function findWide({ columns }: TableProfile): WideShape | undefined {
  const named = columns.flatMap((column): (readonly [string, Readonly<Record<string, string>>])[] => {
    const says = isCount(column) ? saidBy(column.name) : undefined
    return says === undefined ? [] : [[column.name, says]]
  })
  const kindsOf = (says: Readonly<Record<string, string>>) => Object.keys(says).toSorted().join()
  const groups = new Set(named.map(([, says]) => kindsOf(says)))
  const inGroup = (kinds: string) => named.filter(([, says]) => kindsOf(says) === kinds)
  const [largest = []] = [...groups].map(inGroup).toSorted((one, other) => other.length - one.length)
  const different = new Map(largest.map(([name, says]) => [JSON.stringify(says), [name, says] as const]))
  if (largest.length < 2 || different.size < largest.length) return undefined
  const free = (name: string): string => (columns.some((column) => column.name === name) ? free(`${name}_`) : name)
  const renamed = (says: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(says).map(([part, text]) => [free(part), text]))
  return { columns: new Map(largest.map(([name, says]) => [name, renamed(says)])), value: free('count') }
}

function isCount({ type, personal }: ColumnProfile): boolean {
  return type === 'integer' && personal === undefined
}

/** What each word of a name says; nothing where one of them says something else. */
function saidBy(name: string): Readonly<Record<string, string>> | undefined {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !isOfCounts(word))
  const parts = words.map((word) => [partOf(word), word] as const)
  const kinds = new Set(parts.map(([part]) => part))
  if (parts.length === 0 || kinds.has(undefined) || kinds.size < parts.length) return undefined
  return Object.fromEntries(parts)
}

function isOfCounts(word: string): boolean {
  return likeness(word, columnWords().counts) > 0 && partOf(word) === undefined
}

function partOf(word: string): 'year' | 'sex' | undefined {
  if (/^(19|20)\d\d$/.test(word)) return 'year'
  const sexes = Object.values(columnWords().values['sexes'] ?? {}).flat()
  return sexes.some((sex) => plainWords(sex) === plainWords(word)) ? 'sex' : undefined
}
