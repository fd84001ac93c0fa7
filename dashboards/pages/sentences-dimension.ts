import type { Service } from '#api'
import type { Language } from '#jurisdictions'
import { type Dimension, datasetNamed } from '#warehouse'

/** A dimension of the persons sentenced, with its codes. */
export function sentencesDimension(
  { catalog }: Pick<Service<'public'>, 'catalog'>,
  name: string,
): Dimension | undefined {
  return datasetNamed('sentences', catalog).dimensions.get(name)
}

/** What the custodial share is, in the words of the catalog. */
export function custodialShareSaid({
  service,
  language,
}: {
  readonly service: Pick<Service<'public'>, 'catalog'>
  readonly language: Language
}): string {
  const measure = datasetNamed('sentences', service.catalog).measures.get('custodial_share')
  return measure === undefined ? '' : `${measure.label[language]} = ${lowered(measure.definition[language])}`
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
