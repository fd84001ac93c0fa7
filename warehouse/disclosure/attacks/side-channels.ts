import { Refusal } from '#foundation'
import { type Attack, type AttackContext, type AttackTally, verdictOn } from './attack.ts'
import { type AttackedCube, levelsOf } from './attacked-cube.ts'
import { marginsOf } from './copies.ts'

/** A cube that can be asked, with two of its dimensions beside time. */
function askable({ cubes }: AttackContext) {
  return cubes.flatMap((cube) => {
    const [time, one, other] = [...new Map(levelsOf(cube).map((level) => [level.dimension, level])).values()]
    if (cube.asked === undefined || time === undefined || one === undefined || other === undefined) return []
    return [{ cube, ...cube.asked, one, other }]
  })
}

/** Permuted questions: an answer that depended on the order of words would be a second draw of the noise. */
export const reproducibility: Attack = {
  name: 'reproducibility',
  how: 'the same question in other words, to get another draw',
  async run(field) {
    const tallies: AttackTally[] = []
    for (const { cube, dataset, measure, one, other } of askable(field)) {
      const codes = (name: string) =>
        (cube.protection.cube.dimensions.get(name)?.codes ?? []).slice(0, 2).map(({ code }) => code)
      const [first, second] = [codes(one.name), codes(other.name)]
      const questions = [
        { measure, by: 'year', [one.name]: first.join(','), [other.name]: second.join(',') },
        { [other.name]: second.toReversed().join(','), [one.name]: first.toReversed().join(','), by: 'year', measure },
      ]
      try {
        const answers = await Promise.all([...questions, ...questions].map((question) => field.ask(dataset, question)))
        const texts = new Set(answers.map((answer) => JSON.stringify(answer)))
        tallies.push({ cube: cube.name, attacked: answers.length, recovered: texts.size - 1 })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        // A refusal is protection at work: there is no second draw.
      }
    }
    return tallies
  },
}

/** Exact totals in texts beside figures: with them, sums of protected cells could be corrected. */
export const sideChannels: Attack = {
  name: 'side channels',
  how: 'exact totals in metadata, and sorting, limits and empty answers that follow the truth',
  async run(field) {
    const [texts, shown] = [numbersIn(field.documents), numbersShown(field.cubes)]
    const tallies = field.cubes.map((cube) => totalsInTexts(cube, texts, shown))
    for (const { cube, dataset, measure, one } of askable(field)) {
      const question = { measure, by: one.name, sort: `-${measure}` }
      try {
        const sorted = await field.ask(dataset, question)
        const order = sorted.map((row) => Number(row[measure]))
        const isByProtected = order.every((value, index) => index === 0 || value <= (order[index - 1] ?? value))
        const [first] = await field.ask(dataset, { ...question, limit: '1' })
        const isLimited = JSON.stringify(first) === JSON.stringify(sorted[0])
        tallies.push({
          cube: cube.name,
          answer: 'order and limits',
          attacked: 2,
          recovered: Number(!isByProtected) + Number(!isLimited),
        })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        // A refusal is protection at work: there is no order to read.
      }
    }
    return tallies
  },
}

/** Small totals are equal to other numbers by chance. */
const minTotal = 100

/**
 * A total that is equal to a published number, such as that of another year, says nothing where it stands in a text; nor do a few that
 * are equal to numbers of other things, as often as numbers near them are.
 */
function totalsInTexts(cube: AttackedCube, texts: ReadonlySet<number>, shown: ReadonlySet<number>): AttackTally {
  const totals = [...marginsOf(cube, ['year']).values(), ...marginsOf(cube, []).values()]
  const secrets = totals.map(({ counted }) => counted).filter((count) => count >= minTotal && !shown.has(count))
  const found = secrets.filter((count) => texts.has(count)).length
  const near = secrets.flatMap(numbersNear).filter((number) => !shown.has(number) && !secrets.includes(number))
  const tolerated = near.length === 0 ? 0 : near.filter((number) => texts.has(number)).length / near.length
  const tally = { cube: cube.name, answer: 'totals in texts', attacked: secrets.length, recovered: found, tolerated }
  return { ...tally, isBroken: verdictOn(tally) === 'broken' }
}

/** How far numbers are near a total, as a share of it. */
const reach = 0.2

function numbersNear(total: number): readonly number[] {
  const far = Math.floor(total * reach)
  return Array.from({ length: far }, (_, at) => [total - at - 1, total + at + 1]).flat()
}

function numbersIn(texts: readonly string[]): ReadonlySet<number> {
  return new Set(texts.flatMap((text) => text.match(/\d+/g)?.map(Number) ?? []))
}

/** What is published of everybody and by each level, of all time and by year. */
function numbersShown(cubes: readonly AttackedCube[]): ReadonlySet<number> {
  const tables = cubes.flatMap((cube) => {
    const names = levelsOf(cube).map(({ name }) => name)
    return [[], ['year'], ...names.flatMap((name) => [[name], ['year', name]])].map((levels) => marginsOf(cube, levels))
  })
  return new Set(tables.flatMap((table) => [...table.values()].map(({ published }) => published)))
}
