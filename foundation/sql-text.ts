import { readPackageText } from './package-files.ts'

/** The only way an identifier gets into a statement. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * A text literal, for the few places where the engine takes no bound value: enumeration types, options of `read_csv`.
 * For content of jurisdictions only, never for anything that a client sent.
 */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** An enumeration type: half the cost of text, and sorted in the order of its codes. */
export function enumType(codes: readonly string[]): string {
  return `enum(${codes.map(quoteLiteral).join(', ')})`
}

/**
 * Reads a statement that is kept in a `.sql` file and fills its `{{name}}` slots. A slot is filled with an identifier or
 * an expression that our own code made, never with a value.
 */
export function renderSqlTemplate(path: string, slots: Readonly<Record<string, string>> = {}): string {
  return fillSlots(readPackageText(path), slots, path)
}

/** Fills the `{{name}}` slots of a statement; `origin` says in an error where it stands. */
export function fillSlots(statement: string, slots: Readonly<Record<string, string>>, origin: string): string {
  return statement.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const text = slots[name]
    if (text === undefined) throw new Error(`${origin}: nothing fills the slot ${name}`)
    return text
  })
}
