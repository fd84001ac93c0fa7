import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from '../../catalog/catalog.ts'
import { revisedBlock } from '../../releases/protect/revise.ts'
import type { ReleaseManifest } from '../../releases/store/manifest.ts'
import { type Block, protectCube, secretRandom } from '../rounding/index.ts'
import { flat, random, ruleFor } from '../rounding/testing/rules.ts'
import { custody, sentenced, sentencedRule, withCorrections } from '../rounding/testing/sentenced.ts'
import { adaptiveClaims } from './adaptive.ts'
import { analystDraws } from './analyst-draws.ts'
import { type AnalystTable, type Attack, judgeAttack } from './attack.ts'
import { averagedCopies } from './averaging.ts'
import { bayesianClaims } from './bayes.ts'
import { chosenClaims, naiveClaims, oppositeClaims } from './claim-attacks.ts'
import { linearPrograms } from './linear-programs.ts'
import { means } from './means.ts'
import { persistence } from './persistence.ts'
import { sideChannels } from './side-channels.ts'
import { madeCube, madeField } from './testing/synthetic-cube.ts'
import { claimsOnBoth, vintageDifferencing } from './vintages.ts'

const rule = sentencedRule()
const people = sentenced('attacks', 600)
/** Without decoys, and with a search that minds nobody. */
const bare = { ...rule, decoys: { ...rule.decoys, perCell: 0 }, claims: { known: [], answers: [] } }
const safe = madeCube('anything', protectCube(people, rule, random), rule)
const betrayed = madeCube('bare', protectCube(people, bare, random), rule)

const verdicts = async (attack: Attack, ...cubes: Parameters<typeof madeField>[0][number][]) =>
  (await judgeAttack(attack, madeField(cubes))).map(({ verdict }) => verdict)

describe('a cube that no attack knows by name', () => {
  it('is attacked from its declaration, and holds with decoys that flow', async () => {
    for (const attack of [naiveClaims, chosenClaims, bayesianClaims, adaptiveClaims])
      expect({ [attack.name]: await verdicts(attack, safe) }).toEqual({ [attack.name]: ['safe', 'safe'] })
  })

  it('is broken by each attack on claims where it has no decoys', async () => {
    for (const attack of [naiveClaims, chosenClaims, bayesianClaims, adaptiveClaims])
      expect({ [attack.name]: (await verdicts(attack, betrayed))[0] }).toEqual({ [attack.name]: 'broken' })
  })

  it('is broken by whoever says the opposite where what is published is nearly always wrong', async () => {
    const wrong = protectCube(people, rule, random).map(({ cells, ...block }) => {
      const keyOf = (cell: number) => `${cells.codes[1]?.[cell]} ${cells.codes[2]?.[cell]}`
      const sideOf = (cell: number) => custody.includes(cells.codes[3]?.[cell] ?? 0)
      const places = [...cells.counts.keys()]
      const sides = new Map(places.filter((cell) => cells.counts[cell]).map((cell) => [keyOf(cell), sideOf(cell)]))
      const published = cells.counts.map((count, cell) =>
        count === 0 && sides.get(keyOf(cell)) !== sideOf(cell) ? 3 : 0,
      )
      return { ...block, cells, published }
    })
    expect(await verdicts(oppositeClaims, safe)).toEqual(['safe'])
    expect(await verdicts(oppositeClaims, madeCube('wrong', wrong, rule))).toEqual(['broken'])
  })

  it('is published neither too seldom nor too often on the true side where custody is a toss-up', async () => {
    const tossed = protectCube(sentenced('toss-ups', 600, [4, 5, 5, 5, 5, 6]), rule, random)
    const field = madeField([madeCube('anything', tossed, rule)])
    expect(await judgeAttack(oppositeClaims, field)).toMatchObject([{ verdict: 'safe' }])
    const [, custodyOrNot] = await judgeAttack(naiveClaims, field)
    const { attacked = 0, recovered = 0 } = custodyOrNot ?? {}
    expect(Math.abs(recovered / attacked - 0.5)).toBeLessThan(0.07)
  })

  it('is told with the strata of claims, those nearest to their limit first', async () => {
    const [answer] = await judgeAttack(chosenClaims, madeField([safe]))
    const over = (answer?.strata ?? []).map(({ right, limit }) => right - limit)
    expect(over.length).toBeGreaterThan(2)
    expect(over).toEqual(over.toSorted((one, other) => other - one))
    expect(answer?.strata.every(({ claims }) => claims >= 100)).toBe(true)
  })
})

const isTrueOf =
  ({ solved: { cells } }: typeof safe) =>
  (shown: number, cell: number) =>
    shown === cells.counts[cell] && shown > 0

describe('one count in two cubes', () => {
  it('is averaged where both are rounded on their own, and not where they are one number', async () => {
    const other = protectCube(people, rule, (block) => secretRandom(Buffer.from('other'), block))
    const found = async (name: string, blocks: typeof other) =>
      await judgeAttack(averagedCopies, madeField([safe, madeCube(name, blocks, rule)]))
    const [same] = await found(
      'again',
      [...safe.blocks].map(([name, block]) => ({ name, attempt: 1, ...block })),
    )
    const [apart] = await found('another', other)
    expect(same?.recovered).toBe([...safe.solved.published].filter(isTrueOf(safe)).length)
    expect(apart?.recovered).not.toBe(same?.recovered)
    expect(same?.verdict).toBe('safe')
  })

  it('is averaged over parts of one cube too, such as a cohort under ten events', async () => {
    const [places, events] = [40, 10]
    const cells = Array.from({ length: places * events }, (_, cell) => [cell % places, Math.floor(cell / places)])
    const codes = [0, 1].map((dimension) => Int32Array.from(cells, (cell) => cell[dimension] as number))
    const counts = Int32Array.from(cells, ([place = 0]) => 1 + ((place * 7) % 11))
    const rule = ruleFor([flat('year', 1), flat('place', places), flat('event', events)])
    const found = async (published: Int32Array) => {
      const block = { name: '2024', cells: { codes: [new Int32Array(cells.length), ...codes], counts }, published }
      return (await judgeAttack(averagedCopies, madeField([madeCube('cohorts', [block], rule)])))[0]
    }
    const draw = secretRandom(Buffer.from('events'), 'draws')
    const rounded = (count: number) => {
      const below = Math.floor(count / 3) * 3
      return below + (draw.next() * 3 < count - below ? 3 : 0)
    }
    const once = Array.from({ length: places }, (_, place) => rounded(counts[place] as number))
    expect(await found(counts.map(rounded))).toMatchObject({ attacked: places, verdict: 'broken' })
    expect(await found(counts.map((_, cell) => once[cell % places] as number))).toMatchObject({ verdict: 'safe' })
  })
})

describe('shares beside counts', () => {
  const codes = [
    [0, 0, 0, 0],
    [0, 0, 1, 1],
    [0, 1, 0, 2],
  ].map((column) => Int32Array.from(column))
  const block = {
    name: '2025',
    cells: { codes, counts: Int32Array.from([7, 12, 4, 2]) },
    published: Int32Array.from([6, 12, 3, 3]),
  }
  const cube = madeCube('sentences', [block], ruleFor([flat('year', 1), flat('region', 2), flat('sanction_class', 3)]))
  const datasets = [...buildCatalog(loadJurisdiction('kg')).datasets.values()]
  const named = new Map([['sanction_class', { codes: ['CUST', 'FINE', 'NONE'].map((code) => ({ code })) } as never]])
  const asked = { ...cube, protection: { ...cube.protection, cube: { ...cube.protection.cube, dimensions: named } } }
  const found = (shares: readonly number[]) =>
    judgeAttack(
      means,
      madeField([asked], {
        datasets,
        ask: async (_, { measure }) =>
          measure === 'custodial_share'
            ? shares.map((share, region) => ({ year: '2025', region: String(region), custodial_share: share }))
            : [],
      }),
    )

  it('follow from the published counts of their condition, or are found out', async () => {
    const custodial = async (...shares: readonly number[]) =>
      (await found(shares)).find(({ answer }) => answer === 'custodial_share')
    expect(await custodial(6 / 18, 3 / 3)).toMatchObject({ attacked: 2, recovered: 0 })
    expect(await custodial(7 / 19, 3 / 3)).toMatchObject({ attacked: 2, recovered: 1, verdict: 'broken' })
    expect(await custodial(6 / 18, 3 / 6)).toMatchObject({ attacked: 2, recovered: 1 })
  })
})

describe('a second release', () => {
  const blocks = protectCube(people, rule, random)
  it('that moves what it published is broken, and one that moves nothing is not', async () => {
    const other = protectCube(people, rule, (block) => secretRandom(Buffer.from('other'), block))
    const still = madeCube('anything', blocks, rule, { before: blocks.slice(0, 4) })
    const moved = madeCube('anything', other, rule, { before: blocks.slice(0, 4) })
    expect(await judgeAttack(vintageDifferencing, madeField([still]))).toMatchObject([{ attacked: 0, recovered: 0 }])
    expect(await verdicts(vintageDifferencing, moved)).toEqual(['broken'])
  })
})

describe('a yearly revision', () => {
  const blocks = protectCube(people, rule, random)
  /** One person in thirty is told to have been sentenced otherwise. */
  const corrected = people.map(({ name, cells }, index) => ({ name, cells: withCorrections(cells, String(index)) }))
  const revisedWith = (solve: (index: number) => Parameters<typeof protectCube>[0][number]) => {
    const anew = protectCube(
      corrected.map((_, index) => solve(index)),
      rule,
      (block) => secretRandom(Buffer.from('revision'), block),
    )
    return madeField([madeCube('anything', anew, rule, { before: blocks })], {
      release: { revised: true } as ReleaseManifest,
    })
  }

  it('hides which cells changed, and what two releases say alike is right as seldom as what one says', async () => {
    const field = revisedWith((index) => {
      const { name, cells } = corrected[index] as Block
      const settled = blocks[index] as (typeof blocks)[number]
      return revisedBlock(name, settled, cells, rule, undefined)
    })
    const moved = await judgeAttack(vintageDifferencing, field)
    expect(moved.map(({ verdict }) => verdict)).not.toContain('broken')
    expect(moved[0]?.attacked).toBeGreaterThan(200)
    expect((moved[0]?.recovered ?? 0) / (moved[0]?.attacked ?? 1)).toBeLessThan(0.2)
    for (const { verdict } of await judgeAttack(claimsOnBoth, field)) expect(verdict).toBe('safe')
  })
})

describe('linear programs and persistence', () => {
  /** Two answers in three places; all cells but one or two are large and published as they are. */
  const tableOf = (counts: readonly number[], published: readonly number[]) => {
    const dimensions = [flat('year', 1), flat('place', 3), flat('answer', 2)]
    const codes = [
      [0, 0, 0, 0, 0, 0],
      [0, 0, 1, 1, 2, 2],
      [0, 1, 0, 1, 0, 1],
    ].map((column) => Int32Array.from(column))
    const block = { name: '2024', cells: { codes, counts: Int32Array.from(counts) } }
    return madeCube('table', [{ ...block, published: Int32Array.from(published) }], ruleFor(dimensions))
  }

  it('solve the one cell that the exact totals of a year leave open, and not two of them', async () => {
    const alone = tableOf([1, 9, 8, 7, 6, 5], [0, 9, 8, 7, 6, 5])
    const two = tableOf([1, 9, 2, 7, 6, 5], [0, 9, 3, 7, 6, 5])
    expect(await judgeAttack(linearPrograms, madeField([alone]))).toMatchObject([
      { attacked: 1, recovered: 1, verdict: 'broken' },
    ])
    expect(await judgeAttack(linearPrograms, madeField([two]))).toMatchObject([
      { attacked: 2, recovered: 0, verdict: 'safe' },
    ])
  })

  it('find an exact total in a text, unless the number is published anyhow, as that of another year', async () => {
    const dimensions = [flat('year', 2), flat('place', 1), flat('answer', 1)]
    const codes = [
      [0, 1],
      [0, 0],
      [0, 0],
    ].map((column) => Int32Array.from(column))
    const block = { name: '2024', cells: { codes, counts: Int32Array.from([823, 825]) } }
    const ofTexts = async (published: readonly number[], text: string) => {
      const cube = madeCube('table', [{ ...block, published: Int32Array.from(published) }], ruleFor(dimensions))
      return (await judgeAttack(sideChannels, madeField([cube], { documents: [text] })))[0]
    }
    expect(await ofTexts([822, 828], 'In 2025 there were 825 people.')).toMatchObject({
      recovered: 1,
      verdict: 'broken',
    })
    expect(await ofTexts([825, 822], 'In 2024 there were 825 people.')).toMatchObject({ recovered: 0, verdict: 'safe' })
    // A page full of other figures has some total among them by chance.
    const others = Array.from({ length: 60 }, (_, at) => 700 + 5 * at).join(' ')
    expect(await ofTexts([822, 828], others)).toMatchObject({ recovered: 1, verdict: 'safe' })
  })

  it('follow people of stocks only', async () => {
    expect(await verdicts(persistence, safe)).toEqual([])
    expect(
      await verdicts(persistence, madeCube('stock', protectCube(people, rule, random), rule, { kind: 'stock' })),
    ).toHaveLength(1)
  })
})

describe('what analysts were told by two releases', () => {
  const table = (then: readonly number[], now: readonly number[], published = [then, now]): AnalystTable => ({
    cube: 'anything',
    name: 'court',
    counted: [then, now].map((counts) => Int32Array.from(counts)),
    published: published.map((counts) => Int32Array.from(counts)),
    keys: [then, now].map((counts) => counts.map((_, cell) => cell)),
  })
  const verdictsOn = async (revised: boolean, ...tables: AnalystTable[]) => {
    async function* analystTables() {
      yield* tables
    }
    const found = await judgeAttack(
      analystDraws,
      madeField([], { release: { revised } as ReleaseManifest, analystTables }),
    )
    return found.map(({ verdict }) => verdict)
  }
  const many = Array.from({ length: 200 }, (_, cell) => cell)
  const [tens, ones] = [many.map(() => 10), many.map(() => 1)]
  const corrected = tens.map((count, cell) => count + Number(cell < 50))

  it('betrays corrections where only cells move that changed, and hides them where others move, too', async () => {
    expect(await verdictsOn(true, table(tens, corrected))).toEqual(['broken', 'broken', 'few'])
    const moving = tens.map((count, cell) => count + (cell % 5))
    expect(await verdictsOn(true, table(tens, corrected, [tens, moving]))).toEqual(['safe', 'safe', 'few'])
    expect(await verdictsOn(false, table(tens, corrected))).toEqual(['broken', 'few'])
  })

  it('has a cell once in evidence that many tables have', async () => {
    const people = Array.from({ length: 40 }, (_, cell) => 10 + cell)
    const moved = people.map((count, cell) => count + Number(cell < 10))
    const shown = people.map((count, cell) => count + (cell < 10 ? 1 : 2))
    const several = Array.from({ length: 30 }, () =>
      table(
        people.slice(5, 20),
        moved.slice(5, 20),
        [people, shown].map((all) => all.slice(5, 20)),
      ),
    )
    expect((await verdictsOn(true, ...several))[1]).toBe('few')
    expect((await verdictsOn(true, table(people, moved, [people, shown])))[1]).toBe('safe')
  })

  it('tells small cells where its draws average to them, and nothing without an earlier release', async () => {
    const [none, two] = [many.map(() => 0), many.map(() => 2)]
    expect((await verdictsOn(true, table(ones, ones, [none, two]))).at(-1)).toBe('broken')
    expect((await verdictsOn(true, table(ones, ones, [none, none]))).at(-1)).toBe('safe')
    expect(await verdictsOn(true)).toEqual(['few'])
  })
})
