import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { builtPath } from '#foundation'

const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'))

/** The fonts of charts and pages on paper. */
export const fontFile = {
  normal: join(fonts, '400Regular', 'NotoSans_400Regular.ttf'),
  bold: join(fonts, '600SemiBold', 'NotoSans_600SemiBold.ttf'),
} as const

const files: readonly string[] = Object.values(fontFile)

/** First and last code points of what the small fonts have: Latin and Cyrillic letters, punctuation, currencies and the minus sign. */
export const commonCharacters: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x2b0, 0x2ff],
  [0x400, 0x4ff],
  [0x2000, 0x206f],
  [0x20a0, 0x20bf],
  [0x2212, 0x2212],
]

/** Where the build puts a font with the common characters only. */
export function smallFontName(file: string): string {
  return join('fonts', basename(file))
}

const smallFiles = files.map((file) => builtPath(smallFontName(file)))

/** The font files for a renderer that draws a text as pixels: small ones where they have all of it, for it reads them once a letter. */
export function fontFilesFor(text: string): readonly string[] {
  return isCommon(text) ? smallFiles : files
}

function isCommon(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x20 && !commonCharacters.some(([first, last]) => first <= code && code <= last)) return false
  }
  return true
}
