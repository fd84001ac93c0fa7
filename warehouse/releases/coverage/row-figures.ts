import { poissonNumber, type Random } from '#statistics'
import type { RowValues } from '../../query/figures/figure-conditions.ts'
import type { RowPair } from '../../query/figures/figures.ts'
import type { RowCounts } from './counted-table.ts'
import type { Parts } from './parts.ts'

/** One row of a table, and the one that it is compared with, in truth, as published, and as it could have been published. */
export class RowFigures {
  readonly #columns: Parts['columns']
  readonly #rows: readonly PartsOfRow[]

  /** @param rows - the row, and the earlier one where it is compared */
  constructor({ columns }: Parts, counts: readonly RowCounts[], rows: readonly number[]) {
    this.#columns = columns
    this.#rows = rows.map((row) => {
      const truth = counts.map((part) => part.truth[row] as number)
      const published = counts.map((part) => part.published[row] as number)
      return { truth, published, none: truth.map((mean) => Math.exp(-mean)) }
    })
  }

  truth(): RowPair {
    return this.#pair(({ truth }) => truth)
  }

  published(): RowPair {
    return this.#pair(({ published }) => published)
  }

  /** Chance is drawn anew from the true counts; the errors of the cells stay what they are. */
  drawn(random: Random): RowPair {
    return this.#pair(({ truth, published, none }) =>
      truth.map((mean, part) => {
        const error = (published[part] as number) - mean
        return Math.max(0, poissonNumber(mean, random, none[part]) + error)
      }),
    )
  }

  #pair(of: (row: PartsOfRow) => readonly number[]): RowPair {
    const [row, before] = this.#rows.map((one) => this.#values(of(one)))
    if (row === undefined) throw new Error('a row is missing')
    return { row, before: before ?? null }
  }

  #values(parts: readonly number[]): RowValues {
    return (name) => {
      const own = this.#columns.get(name)
      return own === undefined ? null : own.reduce((sum, part) => sum + (parts[part] as number), 0)
    }
  }
}

interface PartsOfRow {
  readonly truth: readonly number[]
  readonly published: readonly number[]
  /** By part the chance that there is nobody. */
  readonly none: readonly number[]
}
