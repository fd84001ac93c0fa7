/** Whether the name of a file fits a pattern of a contract, in which a star stands for any text. */
export function fitsPattern(name: string, pattern: string): boolean {
  const parts = pattern.split('*')
  const [first = '', last = ''] = [parts[0], parts.at(-1)]
  if (parts.length === 1) return name === pattern
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false
  const between = name.slice(first.length, name.length - last.length)
  return holdsInOrder(between, parts.slice(1, -1))
}

/** The first place for each part is the best one: it leaves most for the others. */
function holdsInOrder(text: string, parts: readonly string[]): boolean {
  let at = 0
  for (const part of parts) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return true
}

/** A name without the ending that says what is in the file, in whatever case. */
export function withoutEnding(name: string, endings: readonly string[]): string {
  const lower = name.toLowerCase()
  const ending = endings.find((known) => lower.endsWith(`.${known}`))
  return ending === undefined ? name : name.slice(0, -ending.length - 1)
}
