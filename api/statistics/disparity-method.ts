import {
  differenceOfShares,
  disparityOf,
  logisticRegression,
  normalQuantile,
  rateRatio,
  type TwoByTwo,
  tailsOf,
} from '#statistics'
import { asksForOne, completeRows, type Method, notForMethod, usualLevel } from './method.ts'
import { timesIn } from './trend-method.ts'

/** How the shares of two groups differ, as they are and within what they are compared in. */
export const disparityMethod: Method = {
  name: 'disparity',
  label: { ky: 'Айырмачылык', ru: 'Различие групп', en: 'Disparity' },
  definition: {
    en: 'How the shares of two groups differ: ratio and difference as they are, then the odds ratio within groups of like cases (Cochran, Mantel and Haenszel; logistic regression), with a check whether it is the same in all of them. A reversal means that the cases, not the groups, explain the first figure. What the cases do not tell stays in the difference.',
    ru: 'Чем различаются доли двух групп: отношение и разность как есть, затем отношение шансов внутри сходных дел (Кохран, Мантель и Хензель; логистическая регрессия) с проверкой однородности. Смена знака означает, что первую цифру объясняют дела, а не группы. То, чего в делах не видно, остаётся в различии.',
    ky: 'Эки топтун үлүштөрү эмнеси менен айырмаланат: катыш жана айырма кандай болсо ошондой, андан кийин окшош иштердин ичиндеги мүмкүнчүлүктөрдүн катышы (Кохран, Мантель жана Хензель; логистикалык регрессия), бирдейлиги текшерилет. Белгинин алмашышы биринчи санды топтор эмес, иштер түшүндүрөрүн билдирет. Иштерде көрүнбөгөн нерсе айырмада калат.',
  },
  needs:
    'one measure that is a share, and in "by" a dimension with two groups in the answer, such as sex, and then what they are compared within, such as offence_section',
  prepare(question, catalog) {
    const isRight = question.by.length === 2 && timesIn(question) === 0 && asksForOne('share', question, catalog)
    if (!isRight) throw notForMethod(disparityMethod)
    return { ...question, detail: 'full', interval: question.interval ?? usualLevel }
  },
  run({ answer, catalog }) {
    const level = answer.question.interval ?? usualLevel
    const { groupName, groups, strata, hidden } = tablesOf(answer, catalog)
    const [first, second, third] = groups
    if (first === undefined || second === undefined || third !== undefined) throw notForMethod(disparityMethod)
    const [one, other] = [shareOf(strata, 'exposed'), shareOf(strata, 'unexposed')]
    const ratio = rateRatio(
      { events: one.events, exposure: one.total },
      { events: other.events, exposure: other.total },
      level,
    )
    const { isReversed, ...found } = disparityOf(strata, level)
    return {
      findings: [
        {
          group: { [groupName]: first, against: second },
          result: { shares: [one, other], ratio, ...differenceOfShares(other, one, level) },
        },
        {
          group: { [groupName]: first, against: second, within: answer.question.by[1] ?? '' },
          result: { ...found, logistic: adjustedOdds(strata, level), isReversed },
        },
      ],
      parameters: { level, strata: strata.length, personsInSharesNotShown: hidden },
    }
  },
}

function shareOf(strata: readonly TwoByTwo[], side: keyof TwoByTwo) {
  const events = strata.reduce((sum, stratum) => sum + stratum[side][0], 0)
  return { events, total: strata.reduce((sum, stratum) => sum + stratum[side][1], events) }
}

/** The odds ratio of the first group beside one level for each stratum that has events and others. */
function adjustedOdds(strata: readonly TwoByTwo[], level: number) {
  const useful = strata.filter(
    ({ exposed: [a, b], unexposed: [c, d] }) => a + c > 0 && b + d > 0 && a + b > 0 && c + d > 0,
  )
  const rows = useful.flatMap(({ exposed: [a, b], unexposed: [c, d] }, stratum) => {
    const own = useful.map((_, at) => (at === stratum ? 1 : 0))
    return [
      { design: [1, ...own], events: a, total: a + b },
      { design: [0, ...own], events: c, total: c + d },
    ]
  })
  const { coefficients, standardErrors } = logisticRegression(
    rows.map(({ design }) => design),
    rows.map(({ events }) => events),
    rows.map(({ total }) => total),
  )
  const [slope = 0, error = 0] = [coefficients[0], standardErrors[0]]
  const reach = normalQuantile(1 - tailsOf(level) / 2) * error
  return { oddsRatio: Math.exp(slope), interval: { lower: Math.exp(slope - reach), upper: Math.exp(slope + reach) } }
}

function tablesOf(...[answer, catalog]: Parameters<typeof completeRows>) {
  const [measure = ''] = answer.question.measures
  const [groupName = '', stratumName = ''] = answer.question.by
  const found = new Map<string, Map<string, [number, number]>>()
  const groups: string[] = []
  let hidden = 0
  for (const { group, number } of completeRows(answer, catalog)) {
    const [own = '', stratum = ''] = [group[groupName], group[stratumName]]
    const [share, total = 0] = [number(measure), number(`${measure}_n`)]
    if (share === undefined) hidden += total
    if (share === undefined || total === 0) continue
    if (!groups.includes(own)) groups.push(own)
    const events = Math.round(share * total)
    found.set(stratum, (found.get(stratum) ?? new Map()).set(own, [events, total - events]))
  }
  const of = (stratum: ReadonlyMap<string, [number, number]>, at: number) =>
    stratum.get(groups[at] ?? '') ?? ([0, 0] as const)
  const strata = [...found.values()].map(
    (stratum): TwoByTwo => ({ exposed: of(stratum, 0), unexposed: of(stratum, 1) }),
  )
  return { groupName, groups, strata, hidden }
}
