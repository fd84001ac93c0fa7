import type { FileCheck, Keys } from '#foundation'
import type { Dataset } from '#warehouse'
import { codeGroups } from '../boards/code-groups.ts'
import { listedNames, placeholdersIn } from '../boards/placeholders.ts'

/** Adds placeholders that nothing stands for, and braces that are none. */
export function checkBraces(check: FileCheck, keys: Keys, text: string, known: readonly string[]): void {
  for (const name of placeholdersIn(text)) check.isKnown(keys, name, 'placeholder', known)
  const isBroken = text.replaceAll(/\{[^{}]*\}/g, '').match(/[{}]/) !== null
  check.require(!isBroken, keys, 'a placeholder is written as {year}')
}

/** Adds dimensions, codes and groups of codes of a filter that there are not. */
export function checkWhere(
  check: FileCheck,
  keys: Keys,
  where: Readonly<Record<string, string>>,
  dataset: Dataset,
  measure: string,
): void {
  const allowed = dataset.measures.get(measure)?.dimensions ?? []
  for (const [dimension, text] of Object.entries(where)) {
    const own = [...keys, dimension]
    if (!check.isKnown(own, dimension, `dimension of ${measure}`, allowed)) continue
    checkBraces(check, own, text, Object.keys(codeGroups(dataset, dimension)))
    const codes = (dataset.dimensions.get(dimension)?.codes ?? []).map(({ code }) => code)
    for (const part of listedNames(text.replaceAll(/\{[^{}]*\}/g, '')))
      check.isKnown(own, part, `code of ${dimension}`, codes)
  }
}
