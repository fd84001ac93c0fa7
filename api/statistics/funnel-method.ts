import { falseDiscoveries, shareLimits, twoSidedTail } from '#statistics'
import { datasetNamed } from '#warehouse'
import { tableOf } from '../formats/table.ts'
import { groupAt, type Method, notForMethod } from './method.ts'
import { timesIn } from './trend-method.ts'

const levels = [95, 99.8] as const
const falseRate = 0.05

/** Whether the shares of units differ by more than chance. */
export const funnelMethod: Method = {
  name: 'funnel',
  label: { ky: 'Воронка', ru: 'Воронка', en: 'Funnel' },
  definition: {
    en: 'The share of each unit against the limits within which units of its size lie by chance alone. Outside means unusual and worth a look, never bad; the limits do not know what cases a unit had.',
    ru: 'Доля каждой единицы и границы, в которых единицы её размера лежат чисто случайно. За границей — необычно и стоит посмотреть, но не «плохо»; границы не учитывают состав дел.',
    ky: 'Ар бир бирдиктин үлүшү жана анын өлчөмүндөгү бирдиктер кокусунан жата турган чектер. Чектен тышкары — адаттан тыш, карап көрүүгө арзыйт, бирок «начар» эмес; чектер иштердин курамын билбейт.',
  },
  needs: 'one measure that is a share, and one dimension in "by" that is not time, such as region or court',
  prepare(question, catalog) {
    const [measure] = question.measures.map((name) => datasetNamed(question.dataset, catalog).measures.get(name))
    const isShare = measure !== undefined && question.measures.length === 1 && 'share' in measure.form
    if (!isShare || question.by.length !== 1 || timesIn(question) !== 0 || question.compare !== undefined)
      throw notForMethod(funnelMethod)
    return { ...question, interval: question.interval ?? levels[0], detail: 'full' }
  },
  run({ answer, catalog }) {
    const [measure = ''] = answer.question.measures
    const table = tableOf(answer, catalog, 'en')
    const column = (name: string) => table.figures.find((figure) => figure.name === name)
    const units = Array.from({ length: table.rows }, (_, row) => ({
      group: groupAt(table, row),
      share: column(measure)?.read(row),
      total: column(`${measure}_n`)?.read(row),
      interval: { lower: column(`${measure}_lower`)?.read(row), upper: column(`${measure}_upper`)?.read(row) },
    })).flatMap(({ group, share, total, interval }) =>
      typeof share === 'number' && typeof total === 'number' && total > 0 ? [{ group, share, total, interval }] : [],
    )
    const everybody = units.reduce((sum, { total }) => sum + total, 0)
    const overall = units.reduce((sum, { share, total }) => sum + share * total, 0) / everybody
    const scores = units.map(({ share, total }) => (share - overall) / Math.sqrt((overall * (1 - overall)) / total))
    const stands = falseDiscoveries(
      scores.map((score) => twoSidedTail(score)),
      falseRate,
    )
    const findings = units.map(({ group, share, total, interval }, index) => {
      const limits = levels.map((level) => shareLimits(total, overall, level))
      const isOutside = limits.map(({ lower, upper }) => share < lower || share > upper)
      const word = isOutside[1] ? 'outside 99.8' : isOutside[0] ? 'outside 95' : 'inside'
      return {
        group,
        result: {
          share,
          total,
          interval,
          limits95: limits[0],
          limits998: limits[1],
          place: word,
          standsAmongMany: stands[index],
        },
      }
    })
    return { findings, parameters: { overall, falseDiscoveryRate: falseRate } }
  },
}
