import { type Funnel, type FunnelUnit, falseDiscoveries, funnelOf, shareLimits } from '#statistics'
import { datasetNamed, type MeasurePart } from '#warehouse'
import { figureIn, tableOf } from '../formats/table.ts'
import { aboutMethod, groupAt, type MethodInput, notForMethod, type StatisticalMethod } from './method.ts'
import { timesIn } from './trend-method.ts'

const levels = [95, 99.8] as const
const falseRate = 0.05

/** Whether the shares of units differ by more than chance, and by more than units differ anyway. */
export const funnelMethod: StatisticalMethod = {
  ...aboutMethod('funnel'),
  prepare(question, catalog) {
    const [measure] = question.measures.map((name) => datasetNamed(question.dataset, catalog).measures.get(name))
    const isShare = measure !== undefined && question.measures.length === 1 && 'share' in measure.form
    if (!isShare || question.by.length !== 1 || timesIn(question) !== 0 || question.compare !== undefined)
      throw notForMethod(funnelMethod)
    return { ...question, interval: question.interval ?? levels[0], detail: 'full' }
  },
  run(material) {
    const rows = unitsOf(material)
    const funnel = funnelOf(rows.map(({ unit }) => unit))
    const stands = falseDiscoveries(funnel.pValues, falseRate)
    const { overall, dispersion, between } = funnel
    const findings = rows.map(({ group, unit, interval }, at) => ({
      group,
      result: {
        share: unit.events / unit.total,
        total: unit.total,
        interval,
        ...placeOf(unit, funnel),
        standsAmongMany: stands[at],
      },
    }))
    return { findings, parameters: { overall, dispersion, between, falseDiscoveryRate: falseRate } }
  },
}

function unitsOf({ answer, catalog }: MethodInput<unknown>) {
  const [measure = ''] = answer.question.measures
  const table = tableOf(answer, catalog, 'en')
  const column = (part: MeasurePart) => figureIn(table, measure, part)
  return Array.from({ length: table.rows }, (_, row) => ({
    group: groupAt(table, row),
    share: column('value')?.read(row),
    total: column('n')?.read(row),
    interval: { lower: column('lower')?.read(row), upper: column('upper')?.read(row) },
  })).flatMap(({ group, share, total, interval }) =>
    typeof share === 'number' && typeof total === 'number' && total > 0
      ? [{ group, unit: { events: Math.round(share * total), total }, interval }]
      : [],
  )
}

/** The limits of a unit, and where it lies: by chance alone, and with the variation between units where there is some. */
function placeOf({ events, total }: FunnelUnit, { overall, between, limits }: Funnel) {
  const chance = levels.map((level) => {
    const { lower, upper } = shareLimits(total, overall, level)
    return { lower: Math.max(0, lower), upper: Math.min(1, upper) }
  })
  const all = between > 0 ? levels.map((level) => limits(total, level)) : chance
  return {
    limits95: all[0],
    limits998: all[1],
    place: placeAmong(all, events / total),
    chanceLimits95: chance[0],
    chanceLimits998: chance[1],
    placeByChance: placeAmong(chance, events / total),
  }
}

function placeAmong(limits: ReturnType<Funnel['limits']>[], share: number) {
  const [isOutside95, isOutside998] = limits.map(({ lower, upper }) => share < lower || share > upper)
  return isOutside998 ? 'outside 99.8' : isOutside95 ? 'outside 95' : 'inside'
}
