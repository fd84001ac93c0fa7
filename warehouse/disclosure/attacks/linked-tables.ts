import { type Attack, type Battlefield, parentsOf, timeOf, truthOf } from './attack.ts'

/** Right claims that decoys allow for. */
const tolerated = 0.6

/** What a cube says beside the region and class of a person: a second answer about the person whom the first cube betrayed. */
const seconds = [
  { cube: 'handoff', per: 'quarter', told: ['timeliness'] },
  { cube: 'sentences_attributes', per: 'year', told: ['attribute', 'attribute_value'] },
] as const

/**
 * Joins the cubes of one person. Whoever is unique on what is known (when, where, for what, sex, age) is looked up in the
 * cube of sentences, which claims a class; with that class the person is looked up in another cube. Both claims have to be
 * right. What stands in the other cube is the person's own only if nobody else shares its place there.
 */
export const linkedTables: Attack = {
  name: 'linked tables',
  how: 'a class claimed by one cube, taken as the key of the same person in another',
  async run(field) {
    const links = seconds.filter(({ cube }) => field.release.cubes[cube] !== undefined)
    if (links.length === 0) return undefined
    const persons = await claimedPersons(field)
    const found = await Promise.all(links.map((link) => claimsIn(field, link, persons)))
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
    return {
      attacked: sum(found.map(({ claimed }) => claimed)),
      recovered: sum(found.map(({ right }) => right)),
      tolerated,
    }
  },
}

/** A relation of persons who are unique on what is known: `quarter`, `year`, `region`, the true class, the claimed one. */
async function claimedPersons(field: Battlefield): Promise<string> {
  const cells = field.release.cubes['sentences']?.cells ?? []
  const { time, perYear } = timeOf(field)
  const known = [...cells.filter((name) => !['sanction_category', 'length_band'].includes(name))].join(', ')
  const region = cells.includes('court') ? await parentsOf(field, 'court', 'region') : 'region'
  const parent = await parentsOf(field, 'sanction_category', 'sanction_class')
  return `(
    select ${time} // ${Math.max(1, perYear / 4)} as quarter, ${time} // ${perYear} as year, ${region} as region,
      max(${parent}) filter (counted > 0) as true_class, any_value(${parent}) filter (published > 0) as claimed_class
    from solved_sentences group by ${known}
    having sum(counted) = 1 and count(distinct ${parent}) filter (published > 0) = 1
  )`
}

async function claimsIn(field: Battlefield, { cube, per, told }: (typeof seconds)[number], persons: string) {
  const [secret = '', ...within] = [...told].reverse()
  const place = [per, 'region', 'sanction_class', ...within].join(', ')
  const [found] = await truthOf<{ claimed: number; right: number }>(
    field,
    `with places as (
       select ${place}, max(${secret}) filter (counted > 0) as truth, any_value(${secret}) filter (published > 0) as claim
       from solved_${cube} group by ${place}
       having sum(counted) = 1 and count(*) filter (published > 0) = 1
     )
     select count(*) as claimed, count(*) filter (claim = truth and claimed_class = true_class) as right
     from ${persons} as persons join places
       on places.${per} = persons.${per} and places.region = persons.region and sanction_class = claimed_class`,
  )
  return { claimed: found?.claimed ?? 0, right: found?.right ?? 0 }
}
