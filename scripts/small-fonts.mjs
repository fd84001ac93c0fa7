// Fonts with common characters only, a fifth of the size: the painter of pictures reads a whole font file for each letter.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import subsetFont from 'subset-font'

/** By their numbers in the table of names: families and weights, by which a font is found, and its copyright and licence. */
const names = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]

/** @param build - the folder of what the compiler wrote */
export async function writeSmallFonts(build) {
  const module = pathToFileURL(join(build, 'dashboards', 'render', 'font-files.js')).href
  const { commonCharacters, fontFile, smallFontName } = await import(module)
  const text = commonCharacters.map(([first, last]) => charactersFrom(first, last)).join('')
  for (const file of Object.values(fontFile)) {
    const target = join(build, smallFontName(file))
    mkdirSync(dirname(target), { recursive: true })
    const options = { targetFormat: 'truetype', preserveNameIds: names }
    writeFileSync(target, await subsetFont(readFileSync(file), text, options))
  }
}

function charactersFrom(first, last) {
  return Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)).join('')
}
