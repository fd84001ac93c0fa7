import type { Service } from '#api'
import { admittedCodes, datasetNamed } from '#warehouse'

/** The classes of sanctions that count as custodial, and as non-custodial. */
export interface ClassesOfSanctions {
  readonly custodial: readonly string[]
  readonly noncustodial: readonly string[]
}

/** The classes as the catalog counts them: the same ones that its shares are made of. */
export function classesOfSanctions({ catalog }: Pick<Service<'public'>, 'catalog'>): ClassesOfSanctions {
  const { dimensions, counts } = datasetNamed('sentences', catalog)
  const codes = dimensions.get('sanction_class')?.codes ?? []
  const classesIn = (count: string) => admittedCodes(codes, 'sanction_class', counts[count]?.where)
  return { custodial: classesIn('custodial'), noncustodial: classesIn('noncustodial') }
}
