import { Refusal } from '#foundation'

/** What says how a file is made, and is no choice of its page. */
const ofTheFile = ['lang', 'level']

/**
 * The query of the page that a signed file leads to: what was chosen and nothing else, since the link is signed with it.
 *
 * @param query - whose names and values were checked before, but for those that are empty or stand several times
 * @param lists - names that may stand several times
 * @returns with its question mark; empty without a choice
 * @throws {@link Refusal} `REPEATED_PARAMETER`
 */
export function signedSearch(query: Readonly<Record<string, unknown>>, lists: readonly string[] = []): string {
  const chosen = Object.entries(query).filter(([name, value]) => !ofTheFile.includes(name) && value !== '')
  const pairs = chosen.flatMap(([name, value]) => {
    if (typeof value !== 'string' && !lists.includes(name)) throw repeated(name)
    return [value].flat().map((one): [string, string] => [name, String(one)])
  })
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

function repeated(parameter: string): Refusal {
  const message = 'A parameter is repeated or has parts. A signed file needs each of its parameters once.'
  return new Refusal('REPEATED_PARAMETER', message, { parameter })
}
