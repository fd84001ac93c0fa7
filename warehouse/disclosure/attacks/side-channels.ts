import { isAdmitted } from '../../catalog/condition.ts'
import { countNamed } from '../../catalog/dataset.ts'
import { type Attack, timeOf, truthOf } from './attack.ts'

/** Permuted questions: an answer that depended on the order of words would be a second draw of the noise. */
export const reproducibility: Attack = {
  name: 'reproducibility',
  how: 'the same question in other words, to get another draw',
  async run(field) {
    const questions = [
      { measure: 'persons', by: 'year', region: 'KG-GB,KG-C', sex: 'F,M' },
      { sex: 'M,F', region: 'KG-C,KG-GB', by: 'year', measure: 'persons' },
    ].map((question) =>
      field.release.jurisdiction === 'kg' ? question : { measure: question.measure, by: 'year', sex: question.sex },
    )
    const answers = await Promise.all([...questions, ...questions].map((question) => field.ask('sentences', question)))
    const texts = new Set(answers.map((answer) => JSON.stringify(answer)))
    return { attacked: answers.length, recovered: texts.size - 1 }
  },
}

/** Exact totals in texts beside figures: with them, sums of protected cells could be corrected. */
export const sideChannels: Attack = {
  name: 'side channels',
  how: 'exact totals in metadata, and sorting, limits and empty answers that follow the truth',
  async run(field) {
    const { time, perYear } = timeOf(field)
    const totals = await truthOf<{ counted: number; published: number }>(
      field,
      `select sum(counted)::integer as counted, sum(published)::integer as published from solved_sentences
       group by ${time} // ${perYear} union all select sum(counted)::integer, sum(published)::integer from solved_sentences`,
    )
    const secrets = totals.filter(({ counted, published }) => counted !== published && counted > 99)
    const texts = field.documents.join('\n')
    const told = secrets.filter(({ counted }) => new RegExp(`(^|\\D)${counted}(\\D|$)`).test(texts)).length
    const sorted = await field.ask('sentences', { measure: 'persons', by: 'region', sort: '-persons' })
    const order = sorted.map(({ persons }) => Number(persons))
    const isByProtected = order.every((value, index) => index === 0 || value <= (order[index - 1] ?? value))
    const first = await field.ask('sentences', { measure: 'persons', by: 'region', sort: '-persons', limit: '1' })
    const limited = JSON.stringify(first[0]) === JSON.stringify(sorted[0])
    return { attacked: secrets.length + 2, recovered: told + Number(!isByProtected) + Number(!limited) }
  },
}

/** Exact means beside noisy counts betray the counts: shares and medians have to follow from published counts alone. */
export const means: Attack = {
  name: 'means',
  how: 'shares and medians that follow from something else than published counts',
  async run(field) {
    const shares = await field.ask('sentences', { measure: 'custodial_share', by: 'year,region' })
    const classes = await field.ask('sentences', {
      measure: 'persons',
      by: 'year,region,sanction_class',
      detail: 'full',
    })
    const counted = (row: (typeof shares)[number], count: string) =>
      classes
        .filter(
          ({ year, region, sanction_class }) =>
            year === row['year'] &&
            region === row['region'] &&
            isAdmitted(String(sanction_class), 'sanction_class', countNamed(`sentences.${count}`).where),
        )
        .reduce((sum, { persons }) => sum + Number(persons), 0)
    const wrong = shares.filter((row) => {
      if (row['custodial_share'] === null) return false
      const [custodial, all] = [counted(row, 'custodial'), counted(row, 'sentenced')]
      return Math.abs(Number(row['custodial_share']) - custodial / all) > 1e-9
    })
    return { attacked: shares.length, recovered: wrong.length }
  },
}
