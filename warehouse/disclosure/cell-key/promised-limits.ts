import type { PerturbationLimits } from './perturbation-table.ts'

/** What protection promises, in numbers that are told beside figures: each of them stands here only. */

/** Small counts of persons are published as 0 or as this number. */
export const roundingBase = 3

/** The noise of the analyst level. */
export const analystNoise: PerturbationLimits = { reach: 5, variance: 3, smallest: 2 }

/** Shares of fewer persons are not shown where figures are protected. */
export const minShareBase = 10

/** Figures of a court or an offence with fewer persons are unreliable. */
export const fewPersons = 100
