import { plainText } from '../personal/plain-text.ts'
import { wordsIn } from '../personal/words.ts'
import type { JudgedCell } from './suspects.ts'

/** A column with so many different names, of which so many are known, holds names; without any known one it takes more. */
const [fewNames, knownShare, manyNames] = [10, 0.05, 500]
/** Of the different cells so many have the shape of a name. */
const [shapedShare, nearlyAll] = [0.5, 0.8]
/** A word that stands in more of the cells makes them names of institutions and places. */
const maxCommon = 0.15

/** Whether a column holds names of people, by the shape of its different cells. */
export function isOfNames(cells: readonly JudgedCell[]): boolean {
  const shaped = cells.filter(({ verdict }) => verdict.isShaped || verdict.isPart)
  const known = cells.filter(({ verdict }) => verdict.sure.some((code) => /NAME|PATRONYMIC/.test(code)))
  if (shaped.length < fewNames || shaped.length < shapedShare * cells.length) return false
  if (known.length >= knownShare * shaped.length) return true
  const twoWords = shaped.filter(({ verdict }) => verdict.isShaped)
  return twoWords.length >= manyNames && twoWords.length >= nearlyAll * cells.length && !shareAWord(twoWords)
}

function shareAWord(cells: readonly JudgedCell[]): boolean {
  const counts = new Map<string, number>()
  for (const { value } of cells)
    for (const { small } of wordsIn(plainText(value))) counts.set(small, (counts.get(small) ?? 0) + 1)
  return Math.max(...[...counts.values()].sort((a, b) => b - a).slice(0, 1)) > maxCommon * cells.length
}

/** Whether two columns side by side hold the parts of names: most of the different cells of both are such parts. */
export function holdParts(one: readonly JudgedCell[], other: readonly JudgedCell[]): boolean {
  const areParts = (cells: readonly JudgedCell[]) => {
    const parts = cells.filter(({ verdict }) => verdict.isPart).length
    return parts > 0 && parts >= shapedShare * cells.length
  }
  return areParts(one) && areParts(other)
}
