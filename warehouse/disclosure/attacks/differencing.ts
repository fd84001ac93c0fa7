import { monthsIn, periodName } from '../../catalog/periods.ts'
import { type Asked, type Attack, type Battlefield, timeOf, truthOf } from './attack.ts'

interface SmallCell {
  readonly period: number
  readonly court: string
  readonly offence: string
  readonly sex: string
  readonly counted: number
}

/** Cells that stand for one to four persons, spread over the cube. */
async function smallCells(field: Battlefield): Promise<readonly SmallCell[]> {
  const { time } = timeOf(field)
  return await truthOf<SmallCell>(
    field,
    `select * from (
       select ${time} as period, court, offence, sex, sum(counted)::integer as counted from solved_sentences
       group by ${time}, court, offence, sex
     ) where counted between 1 and 4 order by md5(concat(period, court, offence, sex)) limit ${field.effort}`,
  )
}

function questionOf({ period, court, offence, sex }: SmallCell, field: Battlefield): Record<string, string> {
  const { time } = timeOf(field)
  const name = periodName(period * monthsIn[time], time)
  return { measure: 'persons', from: name, to: name, court, offence, sex }
}

async function count(field: Battlefield, question: Asked): Promise<number> {
  const rows = await field.ask('sentences', { ...question, detail: 'full' })
  return rows.reduce((sum, row) => sum + Number(row['persons']), 0)
}

/** A true one or two is never shown, so no difference of answers may give it. */
const isRecovered = (guess: number, { counted }: SmallCell) => counted < 3 && guess === counted

/** Asks for everybody and for everybody but the target: the difference is the target. */
export const complementDifferencing: Attack = {
  name: 'complement differencing',
  how: 'two answers whose difference is one small cell',
  async run(field) {
    const cells = await smallCells(field)
    let recovered = 0
    for (const cell of cells) {
      const { sex, ...everybody } = questionOf(cell, field)
      const others = ['F', 'M', 'UNK'].filter((other) => other !== sex).join(',')
      const guess = (await count(field, everybody)) - (await count(field, { ...everybody, sex: others }))
      if (isRecovered(guess, cell)) recovered += 1
    }
    return { attacked: cells.length, recovered }
  },
}

/** Denning and Denning's individual tracker: C = A and B, T = A and not B, count(C) = count(A) - count(T). */
export const tracker: Attack = {
  name: 'tracker',
  how: 'a small group padded with a large one, and the large one subtracted',
  async run(field) {
    const cells = await smallCells(field)
    const codes = await truthOf<{ offence: string }>(
      field,
      'select distinct offence from solved_sentences order by all',
    )
    let recovered = 0
    for (const cell of cells) {
      const question = questionOf(cell, field)
      const padding = codes.filter(({ offence }) => offence !== cell.offence).map(({ offence }) => offence)
      const padded = await count(field, { ...question, offence: [cell.offence, ...padding].join(',') })
      const guess = padded - (await count(field, { ...question, offence: padding.join(',') }))
      if (isRecovered(guess, cell)) recovered += 1
    }
    return { attacked: cells.length, recovered }
  },
}

/** Asks for one cell by many ways. If they disagreed, their mean would come nearer to the truth with each. */
export const averaging: Attack = {
  name: 'averaging',
  how: 'the same cell by other ways, to average what protection added',
  async run(field) {
    const cells = await smallCells(field)
    let recovered = 0
    for (const cell of cells) {
      const question = questionOf(cell, field)
      const ways = await Promise.all(
        ['', 'age_band', 'sanction_class', 'sanction_category', 'length_band'].map((by) =>
          count(field, { ...question, ...(by === '' ? {} : { by }) }),
        ),
      )
      const mean = ways.reduce((sum, way) => sum + way, 0) / ways.length
      if (new Set(ways).size > 1 || isRecovered(mean, cell)) recovered += 1
    }
    return { attacked: cells.length, recovered }
  },
}
