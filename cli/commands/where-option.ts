import { Refusal } from '#foundation'
import type { Parameters } from '#warehouse'

/** The filters of a question as `--where` writes them: `region=KG-GB,KG-C`. @throws {@link Refusal} `BAD_PARAMETER` */
export function filtersOf(where: readonly string[]): Parameters {
  return Object.fromEntries(
    where.map((filter) => {
      const [dimension, codes, ...more] = filter.split('=')
      if (dimension && codes && more.length === 0) return [dimension, codes]
      throw new Refusal('BAD_PARAMETER', 'A filter is written as region=KG-GB,KG-C.', { parameter: 'where' })
    }),
  )
}
