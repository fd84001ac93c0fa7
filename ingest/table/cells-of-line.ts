/** The cells of a line, whatever stands between them. */
export function cellsOfLine(line: string): readonly string[] {
  return line.replaceAll(String.fromCharCode(31), ';').split(/[;\t|"\n]/)
}
