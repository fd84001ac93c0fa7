import { type Attack, type Battlefield, truthOf } from './attack.ts'

const stocks = [
  { cube: 'supervision_stock', known: ['region', 'sex', 'broad_age'], secret: 'kind' },
  { cube: 'custody_stock', known: ['sex', 'broad_age'], secret: 'status' },
] as const

/** Right claims that decoys allow for. */
const tolerated = 0.6

/**
 * Looks one person up at every date at which the person is unique on what is known, and claims the answer that is published at
 * most of them. Dates of one person are no new guesses, so persons are counted. Claims may be right as often as guessing the
 * commonest answer of the cube is: nine of ten probation clients are of one kind, and that is no secret.
 */
export const persistence: Attack = {
  name: 'persistence',
  how: 'one person looked up at every date of a stock, and what is said most often',
  async run(field) {
    let [attacked, recovered, guessed] = [0, 0, 0]
    for (const { cube, known, secret } of stocks) {
      if (field.release.cubes[cube] === undefined) continue
      const claims = await claimsOn(field, cube, known, secret)
      attacked += claims.claimed
      recovered += claims.right
      guessed += claims.guessed
    }
    return { attacked, recovered, tolerated: Math.max(tolerated, guessed / Math.max(1, attacked)) }
  },
}

async function claimsOn(field: Battlefield, cube: string, known: readonly string[], secret: string) {
  const key = known.join(', ')
  const [found] = await truthOf<{ claimed: number; right: number; guessed: number }>(
    field,
    `with commonest as (
       select ${secret} as answer from solved_${cube} group by ${secret} order by sum(published) desc limit 1
     ), dates as (
       select quarter, ${key}, max(${secret}) filter (counted > 0) as truth,
         list(distinct ${secret}) filter (published > 0) as answers
       from solved_${cube} group by quarter, ${key} having sum(counted) = 1
     ), told as (
       select ${key}, truth, unnest(answers) as answer from dates
     ), often as (
       select ${key}, truth, answer, count(*) as times from told group by all
     ), persons as (
       select truth, list_sort(list({times: times, answer: answer}), 'desc') as ranked from often group by ${key}, truth
     ), claims as (
       select truth, ranked[1].answer as claim from persons
       where len(ranked) = 1 or ranked[1].times > ranked[2].times
     )
     select count(*) as claimed, count(*) filter (claim = truth) as right,
       count(*) filter (truth = (from commonest)) as guessed
     from claims`,
  )
  return { claimed: found?.claimed ?? 0, right: found?.right ?? 0, guessed: found?.guessed ?? 0 }
}

/** What the attacker knows of a person unique in the finest cube, and what that cube claims of the person. */
export const uniquePersons: Attack = {
  name: 'claims on unique persons',
  how: 'what the finest cube says of a person who is unique on all that is known',
  async run(field) {
    const cells = field.release.cubes['sentences']?.cells ?? []
    const [time = 'year'] = cells
    const known = cells.filter((name) => !['sanction_category', 'length_band'].includes(name)).join(', ')
    const [found] = await truthOf<{ claimed: number; right: number }>(
      field,
      `with keys as (
         select ${known}, sum(counted) as persons,
           max(sanction_category || length_band) filter (counted > 0) as truth,
           count(distinct sanction_category || length_band) filter (published > 0) as answers,
           any_value(sanction_category || length_band) filter (published > 0) as claim
         from solved_sentences group by ${known}
       ), years as (
         select * from keys where persons = 1 and answers = 1
       )
       select count(*) as claimed, count(*) filter (claim = truth) as right from years where ${time} is not null`,
    )
    return { attacked: found?.claimed ?? 0, recovered: found?.right ?? 0, tolerated }
  },
}
