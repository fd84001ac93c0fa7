import { optimumOf } from '../linear-solver.ts'
import { type Attack, type Battlefield, parentsOf, timeOf, truthOf } from './attack.ts'

interface Inner {
  /** A court, or where there is none a region, in one period of the finest grain. */
  readonly place: string
  readonly region: string
  readonly sanction_class: string
  readonly published: number
  readonly counted: number
}

type Range = readonly [least: number, greatest: number]

/** Inner cells of a year. */
async function cellsOfYear(field: Battlefield, year: number): Promise<readonly Inner[]> {
  const cells = field.release.cubes['sentences']?.cells ?? []
  const { time, perYear } = timeOf(field)
  const place = cells.includes('court') ? 'court' : 'region'
  const region = place === 'court' ? await parentsOf(field, 'court', 'region') : 'region'
  const parent = await parentsOf(field, 'sanction_category', 'sanction_class')
  return await truthOf<Inner>(
    field,
    `select ${time} || ' ' || ${place}::varchar as place, ${region} as region, ${parent} as sanction_class, published, counted
     from solved_sentences where ${time} // ${perYear} = ${year} order by all`,
  )
}

/** Years with the fewest and with the most persons. */
async function yearsToAttack(field: Battlefield): Promise<readonly number[]> {
  const { time, perYear } = timeOf(field)
  const years = await truthOf<{ year: number }>(
    field,
    `select ${time} // ${perYear} as year from solved_sentences group by all order by sum(counted), year`,
  )
  return [...new Set([years[0], years.at(-1)].flatMap((found) => (found === undefined ? [] : [Number(found.year)])))]
}

/** Values that a true cell may have had, given what is published of it. */
function bounds(published: number): Range {
  if (published === 0) return [0, 2]
  return published === 3 ? [0, 3] : [published, published]
}

/** What a second cube of the same persons says of how many there are by region and class: every cell of it is rounded. */
async function linkedRanges(field: Battlefield, year: number): Promise<ReadonlyMap<string, Range>> {
  if (field.release.cubes['sentences_attributes'] === undefined) return new Map()
  const groups = await truthOf<{ region: string; sanction_class: string; least: number; greatest: number }>(
    field,
    `with attributes as (
       select region::varchar as region, sanction_class::varchar as sanction_class, attribute,
         sum(greatest(0, published - 2)) as least, sum(published + 2) as greatest
       from solved_sentences_attributes where year = ${year} group by all
     )
     select region, sanction_class, max(least)::integer as least, min(greatest)::integer as greatest
     from attributes group by all`,
  )
  return new Map(groups.map((group) => [groupOf(group), [group.least, group.greatest]]))
}

const groupOf = ({ region, sanction_class }: Pick<Inner, 'region' | 'sanction_class'>) => `${region} ${sanction_class}`

const targetsInYear = 10

/**
 * Linear programs over everything published of the persons of a year: the cells of both cubes that hold them all, and the exact
 * national totals by class in the attacker's hands. How narrow does the range of an inner cell become? Cells go first whose region
 * and class leave the least room.
 */
export const linearPrograms: Attack = {
  name: 'linear programs',
  how: 'least and greatest value of inner cells that agree with all cubes of the same persons and exact national totals',
  async run(field) {
    let [attacked, recovered] = [0, 0]
    for (const year of await yearsToAttack(field)) {
      const inner = await cellsOfYear(field, year)
      const program = programOf(inner, await linkedRanges(field, year))
      for (const target of targetsIn(inner).slice(0, Math.min(targetsInYear, field.effort))) {
        const least = await optimumOf(`Minimize\n obj: x${target}\n${program}`)
        const greatest = await optimumOf(`Maximize\n obj: x${target}\n${program}`)
        attacked += 1
        if (greatest - least < 0.5) recovered += 1
      }
    }
    return { attacked, recovered }
  },
}

function programOf(inner: readonly Inner[], linked: ReadonlyMap<string, Range>): string {
  const lines: string[] = []
  const sums = (key: (cell: Inner) => string) => {
    const found = new Map<string, { terms: string[]; counted: number }>()
    for (const [index, cell] of inner.entries()) {
      const sum = found.get(key(cell)) ?? { terms: [], counted: 0 }
      found.set(key(cell), { terms: [...sum.terms, `x${index}`], counted: sum.counted + cell.counted })
    }
    return found
  }
  for (const { terms, counted } of sums(({ sanction_class }) => sanction_class).values())
    lines.push(`${terms.join(' + ')} = ${counted}`)
  for (const [group, { terms }] of sums(groupOf)) {
    const range = linked.get(group)
    if (range !== undefined) lines.push(`${terms.join(' + ')} >= ${range[0]}`, `${terms.join(' + ')} <= ${range[1]}`)
  }
  const limits = inner.map(({ published }, index) => {
    const [least, greatest] = bounds(published)
    return ` ${least} <= x${index} <= ${greatest}`
  })
  const constraints = lines.map((line, index) => ` c${index}: ${line}`)
  return `Subject To\n${constraints.join('\n')}\nBounds\n${limits.join('\n')}\nEnd\n`
}

/** Small cells, those of the smallest groups first. */
function targetsIn(inner: readonly Inner[]): readonly number[] {
  const room = new Map<string, number>()
  for (const cell of inner) {
    const [least, greatest] = bounds(cell.published)
    room.set(groupOf(cell), (room.get(groupOf(cell)) ?? 0) + greatest - least)
  }
  const roomOf = (index: number) => room.get(groupOf(inner[index] as Inner)) ?? 0
  const small = inner.flatMap(({ published }, index) => (published <= 3 ? [index] : []))
  return small.toSorted((one, other) => roomOf(one) - roomOf(other) || one - other)
}

/**
 * Reconstruction: looks for very different lists of persons of a small court that agree with what is published. As long as
 * there are two, nobody knows which is true.
 */
export const reconstruction: Attack = {
  name: 'reconstruction',
  how: 'all lists of persons of a small court that agree with what is published',
  async run(field) {
    const courts = new Map<string, Inner[]>()
    for (const year of await yearsToAttack(field))
      for (const cell of await cellsOfYear(field, year))
        courts.set(cell.place, [...(courts.get(cell.place) ?? []), cell])
    const smallest = [...courts.values()].sort((one, other) => one.length - other.length).slice(0, field.effort)
    const recovered = smallest.filter((cells) => {
      const reach = cells.reduce((sum, { published }) => sum + bounds(published)[1] - bounds(published)[0], 0)
      return reach < 2
    }).length
    return { attacked: smallest.length, recovered }
  },
}
