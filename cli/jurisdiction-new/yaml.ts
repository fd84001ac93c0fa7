/** Words that YAML reads as something else than text. */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|~)$/i

/** A text as YAML, with quotation marks where it needs them. */
export function yamlText(text: string): string {
  const isPlain = /^[\p{L}][\p{L}\p{N} _.-]*$/u.test(text) && !reserved.test(text) && text === text.trim()
  return isPlain ? text : JSON.stringify(text)
}

/** Texts as a list on one line. */
export function yamlList(texts: readonly string[]): string {
  return `[${texts.map(yamlText).join(', ')}]`
}

/** Keys and values, which are YAML already, on one line. */
export function yamlMap(entries: readonly (readonly [key: string, yaml: string])[]): string {
  return `{ ${entries.map(([key, yaml]) => `${reserved.test(key) ? JSON.stringify(key) : key}: ${yaml}`).join(', ')} }`
}

/** A cell of a table of the country, which has commas between cells and comments. */
export function csvCell(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ')
  return /[",#]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
