import type { Question } from '#warehouse'

/** A question as the parameters that ask it: what a manifest holds and an address says. */
export function parametersOf(question: Question): Readonly<Record<string, string>> {
  const { measures, by, where, sort, limit, offset, ...rest } = question
  const filters = Object.entries(where).map(([name, codes]) => [name, codes.join(',')])
  const single = (['from', 'to', 'compare', 'base', 'interval', 'detail'] as const).flatMap((name) =>
    rest[name] === undefined ? [] : [[name, String(rest[name])]],
  )
  return Object.fromEntries([
    ['measure', measures.join(',')],
    ...(by.length === 0 ? [] : [['by', by.join(',')]]),
    ...filters,
    ...single,
    ...(sort.length === 0 ? [] : [['sort', sort.join(',')]]),
    ...(limit === undefined ? [] : [['limit', String(limit)]]),
    ...(offset === 0 ? [] : [['offset', String(offset)]]),
  ])
}
