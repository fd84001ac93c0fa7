import {
  directlyStandardised,
  indirectlyStandardised,
  type Stratum,
  shrunkenRates,
  withMeasurementError,
} from '#statistics'
import { asksForOne, completeRows, type Method, notForMethod, protectionError, usualLevel } from './method.ts'
import { timesIn } from './trend-method.ts'

/** Shares of units as they would be with the composition of all units together. */
export const standardiseMethod: Method = {
  name: 'standardise',
  label: { ky: 'Стандартташтыруу', ru: 'Стандартизация', en: 'Standardisation' },
  definition: {
    en: 'The share of each unit as it is, as it would be with the composition of all units together (direct), against what the shares of all units would give it (indirect: two units must not be compared by it), and drawn towards the common share the more the smaller the unit is (empirical Bayes).',
    ru: 'Доля каждой единицы: как есть; какой была бы при общем составе (прямая); относительно ожидаемой по общим долям (косвенная: две единицы по ней не сравнивают); притянутая к общей тем сильнее, чем меньше единица (эмпирический Байес).',
    ky: 'Ар бир бирдиктин үлүшү: кандай болсо ошондой; жалпы курамда кандай болмок (түз); жалпы үлүштөр боюнча күтүлгөнгө карата (кыйыр: эки бирдик аны менен салыштырылбайт); бирдик канчалык кичине болсо, жалпыга ошончолук тартылган (эмпирикалык Байес).',
  },
  needs:
    'one measure that is a share, and in "by" the units, such as region, and then what they are compared within, such as offence_section',
  prepare(question, catalog) {
    const isRight = question.by.length === 2 && timesIn(question) === 0 && asksForOne('share', question, catalog)
    if (!isRight) throw notForMethod(standardiseMethod)
    return { ...question, detail: 'full', interval: question.interval ?? usualLevel }
  },
  run({ answer, catalog }) {
    const { level, unitName, units, strata, cells, hidden } = cellsByUnit(answer, catalog)
    const error = protectionError(answer, catalog)
    const standard = strata.map((stratum) => totalOf(units.map((unit) => cells.get(unit)?.get(stratum))))
    const wholes = units.map((unit) => totalOf([...(cells.get(unit)?.values() ?? [])]))
    const shrunken = shrunkenRates(wholes)
    const findings = units.map((unit, at) => {
      const own = cells.get(unit) ?? new Map<string, Stratum>()
      const present = strata.flatMap((stratum, place) => (own.has(stratum) ? [{ stratum, place }] : []))
      const sizes = present.map(({ place }) => standard[place]?.population ?? 0)
      const rates = present.map(({ place }) => rateOf(standard[place] as Stratum))
      const populations = present.map(({ stratum }) => own.get(stratum) as Stratum)
      const direct = directlyStandardised(populations, sizes, level, { error })
      const indirect = indirectlyStandardised(
        wholes[at]?.events ?? 0,
        populations.map(({ population }) => population),
        rates,
        level,
      )
      const spread = (error * Math.sqrt(present.length)) / indirect.expected
      return {
        group: { [unitName]: unit },
        result: {
          ...direct,
          indirect: { ...indirect, interval: withMeasurementError(indirect.interval, indirect.ratio, spread, level) },
          shrunken: shrunken.rates[at],
          standardCovered: sizes.reduce((sum, size) => sum + size, 0) / totalOf(standard).population,
        },
      }
    })
    const { overall, between } = shrunken
    return {
      findings,
      parameters: { level, overall, between, protectionError: error, personsInSharesNotShown: hidden },
    }
  },
}

function cellsByUnit(...[answer, catalog]: Parameters<typeof completeRows>) {
  const [measure = ''] = answer.question.measures
  const [unitName = '', stratumName = ''] = answer.question.by
  const cells = new Map<string, Map<string, Stratum>>()
  const strata = new Set<string>()
  let hidden = 0
  for (const { group, number } of completeRows(answer, catalog)) {
    const [unit = '', stratum = ''] = [group[unitName], group[stratumName]]
    const [share, population = 0] = [number(measure), number(`${measure}_n`)]
    if (share === undefined) hidden += population
    if (share === undefined || population === 0) continue
    const own = cells.get(unit) ?? new Map<string, Stratum>()
    cells.set(unit, own.set(stratum, { events: Math.round(share * population), population }))
    strata.add(stratum)
  }
  const level = answer.question.interval ?? usualLevel
  return { level, unitName, units: [...cells.keys()], strata: [...strata], cells, hidden }
}

function totalOf(strata: readonly (Stratum | undefined)[]): Stratum {
  return strata.reduce<Stratum>(
    (sum, one) => ({ events: sum.events + (one?.events ?? 0), population: sum.population + (one?.population ?? 0) }),
    { events: 0, population: 0 },
  )
}

function rateOf({ events, population }: Stratum): number {
  return events / population
}
