import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'))

/** The fonts of charts and pages on paper. */
export const fontFile = {
  normal: join(fonts, '400Regular', 'NotoSans_400Regular.ttf'),
  bold: join(fonts, '600SemiBold', 'NotoSans_600SemiBold.ttf'),
} as const

/** Their files, for renderers that draw pixels. */
export const fontFiles: readonly string[] = Object.values(fontFile)
