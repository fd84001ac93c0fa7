import { isAboutSomebody, plainName } from '#ingest'

/**
 * Which names of files belong to a register: what the given names have in common, where that says nothing of a person.
 *
 * @param isOfOneDay - its contract says the day of this file: the name of another file has another day
 */
export function patternOf(files: readonly string[], isOfOneDay = false): string {
  const names = files.map(plainName)
  const [first = ''] = names
  const begins = [...first].findIndex((_, at) => !names.every((name) => name[at] === first[at]))
  const common = begins < 0 ? first : first.slice(0, begins)
  const open = common.replaceAll(/\d+/g, '*').replaceAll(/\*[-_.* ]*\*/g, '*')

  const pattern = isOfOneDay ? `${common}*` : `${open.replace(/\*$/, '')}*`
  return isAboutSomebody(first.replaceAll(/[_-]/g, ' ')) ? '*' : pattern
}

/** The day that the name of a file says, such as `prison_2024-01-31.csv`. */
export function dayInName(file: string): string | undefined {
  const [, year = '', month = '', day = ''] =
    /(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)/.exec(plainName(file)) ?? []
  const iso = `${year}-${month}-${day}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : undefined
}
