import type { Language } from '#jurisdictions'
import type { Catalog } from '#warehouse'

/** The label of a dimension in the first dataset that has it, or its name where none has. */
export function dimensionLabel(name: string, { datasets }: Catalog, language: Language): string {
  const labels = [...datasets.values()].flatMap(({ dimensions }) => dimensions.get(name)?.label[language] ?? [])
  return labels[0] ?? name
}
