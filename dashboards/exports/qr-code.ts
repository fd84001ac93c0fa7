import qrcode from 'qrcode-generator'

/** Letters that a code holds with room to spare, and can still be read from paper. */
const maxLetters = 800

/**
 * The dark squares of a QR code, as column and row, and how many there are along a side. Of an address that is too long for
 * one the code has the page only.
 */
export function qrCode(text: string): { readonly size: number; readonly dark: readonly (readonly [number, number])[] } {
  const code = qrcode(0, 'M')
  code.addData(text.length > maxLetters ? (text.split('?')[0] ?? '') : text)
  code.make()
  const size = code.getModuleCount()
  const places = Array.from({ length: size * size }, (_, at): [number, number] => [at % size, Math.floor(at / size)])
  return { size, dark: places.filter(([column, row]) => code.isDark(row, column)) }
}

/** A QR code as a picture with the quiet border that readers need. */
export function qrSvg(text: string): string {
  const { size, dark } = qrCode(text)
  const squares = dark.map(([x, y]) => `M${x + 2},${y + 2}h1v1h-1z`).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size + 4} ${size + 4}"><path d="${squares}"/></svg>`
}
