import type { Interval } from '../index.ts'
import type { Case, Drawer } from './draw-cases.ts'

/** A method that R answers too. */
export interface Rival {
  readonly draw: (drawer: Drawer) => Case
  /** Our answer; what R has chosen itself, such as parameters, is taken from its answer. */
  readonly ours: (input: Case, answer: readonly number[]) => readonly number[]
  /** The largest deviation that is accepted, relative to R's number or to `unit`, whichever is larger. */
  readonly tolerance?: number
  readonly unit?: number
}

export type Rivals = Readonly<Record<string, Rival>>

export const bounds = ({ lower, upper }: Interval) => [lower, upper]
export const first = (vector: readonly number[] | undefined, at = 0) => vector?.[at] as number
export const design = (x: readonly number[]) => x.map((value) => [1, value])

/** Events of persons, and the persons. */
export function share(drawer: Drawer): readonly [number, number] {
  const total = drawer.size(2)
  return [drawer.events(total), total]
}
