/**
 * How often the synthetic registers hold what real ones hold beside the plain row. None of these shares is published: they
 * are made up to be plausible, large enough that every rule of counting meets its rows, small enough that totals hold.
 */

/** Appeals lie between a tenth and a quarter of the judgments of most European courts: here one in six. */
export const appealed = 0.17

/** Most appeals leave the judgment as it is; about a fifth of them change it. */
export const changedOnAppeal = 0.22

/** An appeal takes a month at least and four at most. */
export const daysToAppeal = { min: 30, spread: 90 } as const

/** A clerk mends one judgment, or one order, in about seventy after it was delivered. */
export const corrected = 0.015

/** One row in fifty misses the extract of its quarter and comes with the next one. */
export const reportedLate = 0.02

/** In prison files the beginning of a status is what counts: nearly half of the stays have no day on which one ended. */
export const withoutStatusEnd = 0.45

/** Clients who move house: before, 1.5 % of the orders ended by a transfer, and nobody received them. */
export const transferred = 0.02

/** Files travel with the client or a day later. */
export const receivedSameDay = 0.6

/** Of those with a suspended term a few commit another crime during it; both sentences are then merged. */
export const mergedLater = 0.03

/** The months from a suspended sentence to the one that merges it: the term of probation is one to three years. */
export const monthsToMerger = { min: 4, spread: 11 } as const

/** What is left of the merged sentence, in months. */
export const mergedRest = { min: 6, spread: 25 } as const

/** Thefts that are found out one by one lead to several judgments within a month. */
export const anotherCaseInMonth = 0.015

/** Persons sentenced within half a year of their 18th birthday, where the year of birth often does not tell the age. */
export const aroundMajority = 0.01
