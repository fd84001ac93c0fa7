import * as fontkit from 'fontkit'
import { textMetrics } from 'vega'
import { fontFamily } from '../charts/index.ts'
import { fontFile } from './font-files.ts'

interface TextItem {
  readonly fontSize?: number
  readonly fontWeight?: string | number
}

declare module 'vega' {
  /** How long a text is, in pixels; the types of Vega leave it out. */
  const textMetrics: { width: (item: TextItem, text: unknown) => number }
}

/**
 * Lets Vega measure text with the real widths of the chart font. Without a browser it would take 0.8 of the font size for
 * every letter and misplace legends.
 */
export function measureWithRealFonts(): void {
  const normal = widthOf(fontFile.normal)
  const bold = widthOf(fontFile.bold)
  textMetrics.width = ({ fontSize = 11, fontWeight }, text) => {
    const measure = isBold(fontWeight) ? bold : normal
    return measure(String(text ?? '')) * fontSize
  }
}

/** The width of a text in em, from the advance widths of its glyphs. */
function widthOf(file: string): (text: string) => number {
  const font = fontkit.openSync(file)
  if (!('unitsPerEm' in font)) throw new Error(`${fontFamily}: ${file} is a collection of fonts`)
  const widths = new Map<number, number>()
  const widthOfCharacter = (character: string) => {
    const codePoint = character.codePointAt(0) ?? 0
    const known = widths.get(codePoint)
    if (known !== undefined) return known
    const width = font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm
    widths.set(codePoint, width)
    return width
  }
  return (text) => Array.from(text).reduce((sum, character) => sum + widthOfCharacter(character), 0)
}

function isBold(weight: string | number | undefined): boolean {
  return weight === 'bold' || Number(weight) >= 600
}
