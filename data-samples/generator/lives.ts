import { calendarMonth } from './basis/calendar.ts'
import { randomOf } from './basis/month-counts.ts'
import { Docket } from './courts/docket.ts'
import { judgmentOf } from './courts/sentences.ts'
import type { Writing } from './files/writing.ts'
import { CourtRegister } from './registers/court-rows.ts'
import { PrisonRegister } from './registers/custody.ts'
import { quartersAhead } from './registers/prison-plan.ts'
import { ProbationRegister } from './registers/supervision.ts'

/** Streams of random numbers, so that one register does not depend on how much another one draws. */
const streams = { judgments: 2, prison: 3, probation: 4, rest: 6, openingPrison: 7, openingProbation: 8 }

/** Writes the registers of courts, prison and probation from the same lives. */
export function writeLives(writing: Writing): void {
  const { jurisdiction, plan, scale, seed, window } = writing
  const { first, last } = window
  const courts = new CourtRegister(writing)
  const prison = new PrisonRegister(writing)
  const probation = new ProbationRegister(writing)
  const random = (number: number, stream: keyof typeof streams) =>
    randomOf(seed, calendarMonth(number), streams[stream])
  prison.writeOpening(scale, random(first * 3, 'openingPrison'))
  probation.writeOpening(scale, random(first * 3, 'openingProbation'))
  const docket = new Docket(writing, first * 3)
  for (let number = first * 3; number < (last + quartersAhead + 1) * 3; number++) {
    const judging = random(number, 'judgments')
    const [locking, supervising] = [random(number, 'prison'), random(number, 'probation')]
    for (const convict of docket.convictsOf(number)) {
      const judgment = judgmentOf(convict, { jurisdiction, plan, random: judging })
      if (convict.quarter <= last) courts.write(convict, judgment)
      const released = prison.write(convict, judgment, locking)
      probation.writeConvict(convict, judgment, released, supervising)
    }
    if (number % 3 === 2 && number < (last + 1) * 3) probation.writeRest(Math.floor(number / 3), random(number, 'rest'))
  }
}

/** The same sentences, without the lives that follow them. */
export function writeSentences(writing: Writing): void {
  const { jurisdiction, plan, seed, window } = writing
  const courts = new CourtRegister(writing)
  const docket = new Docket(writing, window.first * 3)
  for (let number = window.first * 3; number < (window.last + 1) * 3; number++) {
    const judging = randomOf(seed, calendarMonth(number), streams.judgments)
    for (const convict of docket.convictsOf(number))
      courts.write(convict, judgmentOf(convict, { jurisdiction, plan, random: judging }))
  }
}
