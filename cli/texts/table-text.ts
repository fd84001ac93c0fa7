/** Columns as wide as what stands in them; numbers to the right. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const isNumber = head.map((_, column) => rows.every((row) => /^[-\d]/.test(row[column] ?? '')))
  const lines = all.map((row) =>
    row.map((text, column) =>
      isNumber[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
    ),
  )
  return lines.map((cells) => `${cells.join('  ').trimEnd()}\n`).join('')
}
