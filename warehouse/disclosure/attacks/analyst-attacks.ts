import { type Attack, type Battlefield, timeOf, truthOf } from './attack.ts'

interface Target {
  readonly year: number
  readonly region: string
  readonly offence: string
  readonly counted: number
}

async function targets(field: Battlefield): Promise<readonly Target[]> {
  const { time, perYear } = timeOf(field)
  const parents = await field.ask('sentences', { measure: 'persons', by: 'region,court', detail: 'full' })
  const regionOf = new Map(parents.map(({ region, court }) => [String(court), String(region)]))
  const cells = await truthOf<Omit<Target, 'region'> & { court: string }>(
    field,
    `select ${time} // ${perYear} as year, court, offence, sum(counted)::integer as counted from solved_sentences group by all`,
  )
  const sums = new Map<string, Target>()
  for (const { year, court, offence, counted } of cells) {
    const region = regionOf.get(court)
    if (region === undefined) continue
    const key = `${year}|${region}|${offence}`
    sums.set(key, { year, region, offence, counted: (sums.get(key)?.counted ?? 0) + counted })
  }
  const small = [...sums.values()].filter(({ counted }) => counted > 0 && counted <= 4)
  const step = Math.max(1, Math.floor(small.length / field.effort))
  return small.filter((_, index) => index % step === 0).slice(0, field.effort)
}

/**
 * Differencing and averaging at the level of analysts with the public cubes at hand: the noisy count, the difference of
 * noisy totals, and the public figure are three readings of one truth, whose mean is the guess.
 */
export const analystDifferencing: Attack = {
  name: 'analyst differencing and averaging',
  how: 'noisy counts, their differences and the public figure, averaged',
  async run(field) {
    const { askAnalyst } = field
    if (askAnalyst === undefined) return undefined
    const all = await targets(field)
    let [attacked, recovered] = [0, 0]
    for (const { year, region, offence, counted } of all) {
      const period = { measure: 'persons', from: String(year), to: String(year) }
      try {
        const one = sum(await askAnalyst('sentences', { ...period, region, offence }))
        const bySex = await askAnalyst('sentences', { ...period, region, offence, by: 'sex', detail: 'full' })
        const open = sum(await field.ask('sentences', { ...period, region, offence, detail: 'full' }))
        const guess = Math.round((one + sum(bySex) + open) / 3)
        attacked += 1
        if (guess === counted) recovered += 1
      } catch {
        // A refusal is protection at work: there is nothing to guess from.
      }
    }
    return { attacked, recovered, tolerated: 0.35 }
  },
}

function sum(rows: readonly Readonly<Record<string, unknown>>[]): number {
  return rows.reduce((total, row) => total + Number(row['persons']), 0)
}
