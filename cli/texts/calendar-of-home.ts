import { Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { type Calendar, calendarOf, calendarYears, homeJurisdiction } from '#warehouse'

/** In which month the years of a home begin: what a terminal says must be readable where the jurisdiction is not. */
export function calendarOfHome(home: string): Calendar {
  try {
    const code = homeJurisdiction(home)
    return code === undefined ? calendarYears : calendarOf(loadJurisdiction(code))
  } catch (error) {
    if (error instanceof Refusal) return calendarYears
    throw error
  }
}
