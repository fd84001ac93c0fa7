import { isAboutSomebody, plainName } from '#ingest'

/** Which names of files belong to a register: what the given names have in common, where that says nothing of a person. */
export function patternOf(files: readonly string[]): string {
  const names = files.map(plainName)
  const [first = ''] = names
  const begins = [...first].findIndex((_, at) => !names.every((name) => name[at] === first[at]))
  const common = begins < 0 ? first : first.slice(0, begins)
  const open = common.replaceAll(/\d+/g, '*').replaceAll(/\*[-_.* ]*\*/g, '*')

  const pattern = `${open.replace(/\*$/, '')}*`
  return isAboutSomebody(first.replaceAll(/[_-]/g, ' ')) ? '*' : pattern
}
