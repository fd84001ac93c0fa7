/** Placeholders that every board has: the grain that the reader chose, the last whole year, and the base year. */
export const reserved = ['grain', 'year', 'base'] as const

const placeholder = /\{([^{}]*)\}/g

/** The placeholders in a text of a question, in their order. */
export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map(([, name]) => name ?? '')
}

/** A text with its placeholders filled in. @throws Error for one that has no value: boards are checked when the server starts */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(placeholder, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new Error(`no value for the placeholder ${name}`)
    return value
  })
}

/** A text of names, as its parts. */
export function listedNames(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
