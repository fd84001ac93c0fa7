import type { Service } from '#api'
import { type Dimension, datasetNamed } from '#warehouse'

/** A dimension of the persons sentenced, with its codes. */
export function sentencesDimension(
  { catalog }: Pick<Service<'public'>, 'catalog'>,
  name: string,
): Dimension | undefined {
  return datasetNamed('sentences', catalog).dimensions.get(name)
}
