import { calendarMonth, firstDayOf, lastDayOf } from '../basis/calendar.ts'
import { randomOf } from '../basis/month-counts.ts'
import type { Writing } from '../files/writing.ts'
import { activities, population, staffing, training } from './offices.ts'

const officeStream = 5

/** Writes the registers of offices: posts, training, activities, population. */
export function writeOffices({ jurisdiction, plan, seed, window, deliveries }: Writing): void {
  const { first, last } = window
  const [from, to] = [firstDayOf(first), lastDayOf(last)]
  const random = (quarter: number) => randomOf(seed, calendarMonth(quarter * 3), officeStream)
  for (const row of staffing(plan, jurisdiction, first, last, random(first)))
    deliveries.writeFor('staffing', 'all', from, to, row)
  for (let quarter = first; quarter <= last; quarter++)
    for (const row of training(plan, quarter, random(quarter))) deliveries.write('training', quarter, row)
  for (const row of activities(plan, last, random(last))) deliveries.writeFor('activities', 'all', from, to, row)
  const years = Array.from(
    { length: Math.floor(last / 4) - Math.floor(first / 4) + 1 },
    (_, index) => Math.floor(first / 4) + index,
  )
  for (const row of population(plan, years)) deliveries.writeFor('population', 'all', from, to, row)
}
