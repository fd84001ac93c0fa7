import { type Cell, decompose, decomposeWithIntervals, type Interval } from '#statistics'
import type { Answer, Catalog } from '#warehouse'
import { asksForOne, completeRows, type Method, notForMethod, protectionError, usualLevel } from './method.ts'

const [leastRuns, mostRuns] = [100, 500]
/** Draws of cells for one answer: more would keep the asker waiting. */
const cellRuns = 200_000

/** What the change of a share is arithmetically due to: who came, and what was done with them. */
export const decompositionMethod: Method = {
  name: 'decomposition',
  label: { ky: 'Ажыратуу', ru: 'Разложение', en: 'Decomposition' },
  definition: {
    en: 'What the change of a share between the first and the last year is arithmetically due to: the composition by each dimension, and the shares within; then the same from each year to the next. It says nothing about causes.',
    ru: 'На что арифметически раскладывается изменение доли между первым и последним годом: состав по каждому признаку и доли внутри групп; затем то же от года к году. О причинах не говорит.',
    ky: 'Биринчи жана акыркы жылдын ортосундагы үлүштүн өзгөрүшү арифметикалык жактан эмнеге бөлүнөт: ар бир белги боюнча курам жана топтор ичиндеги үлүштөр; андан кийин жылдан жылга ошол эле. Себептери жөнүндө айтпайт.',
  },
  needs: 'one measure that is a share, year in "by", and one to three other dimensions there',
  prepare(question, catalog) {
    const others = question.by.filter((name) => name !== 'year')
    const isRight = question.by.includes('year') && others.length >= 1 && others.length <= 3
    if (!isRight || !asksForOne('share', question, catalog)) throw notForMethod(decompositionMethod)
    return { ...question, detail: 'full' }
  },
  *run({ answer, catalog }) {
    const { years, names, sized, hidden } = sizesByYear(answer, catalog)
    const [first, last] = [years[0], years.at(-1)]
    if (first === undefined || last === undefined || first === last) throw notForMethod(decompositionMethod)
    const level = answer.question.interval ?? usualLevel
    const error = protectionError(answer, catalog)
    const cells = cellsBetween(sized, first, last)
    const runs = Math.round(Math.min(mostRuns, Math.max(leastRuns, cellRuns / cells.length)))
    const { effects, intervals } = yield* decomposeWithIntervals(cells, { level, error, runs })
    const [measure = ''] = answer.question.measures
    const whole = [
      ...names.map((name, at) => ({
        group: { composition: name },
        result: said(effects.composition[at], intervals.composition[at]),
      })),
      { group: { within: measure }, result: said(effects.rate, intervals.rate) },
      { group: {}, result: said(effects.total, intervals.total) },
    ]
    const steps = years.slice(1).map((year, at) => {
      const { composition, rate, total } = decompose(cellsBetween(sized, years[at] as string, year))
      const byName = Object.fromEntries(names.map((name, factor) => [name, composition[factor]]))
      return { group: { from: years[at] as string, to: year }, result: { composition: byName, within: rate, total } }
    })
    return {
      findings: years.length > 2 ? [...whole, ...steps] : whole,
      parameters: { level, runs, protectionError: error, from: first, to: last, personsInSharesNotShown: hidden },
    }
  },
}

interface Sized {
  readonly size: number
  readonly rate: number
}

/** Of each group of cells, by its codes, how many there were in each complete year; those whose share is not shown are counted. */
function sizesByYear(answer: Answer, catalog: Catalog) {
  const [measure = ''] = answer.question.measures
  const names = answer.question.by.filter((name) => name !== 'year')
  const sized = new Map<string, { readonly codes: readonly string[]; readonly years: Map<string, Sized> }>()
  const years = new Set<string>()
  let hidden = 0
  for (const { group, period = '', number } of completeRows(answer, catalog)) {
    const [rate, size = 0] = [number(measure), number(`${measure}_n`)]
    years.add(period)
    if (rate === undefined) {
      hidden += size
      continue
    }
    const codes = names.map((name) => group[name] ?? '')
    const cell = sized.get(codes.join()) ?? { codes, years: new Map() }
    cell.years.set(period, { size, rate })
    sized.set(codes.join(), cell)
  }
  return { years: [...years].sort(), names, sized: [...sized.values()], hidden }
}

/** A cell that nobody was in has no share of its own: that of the other year changes nothing. */
function cellsBetween(sized: ReturnType<typeof sizesByYear>['sized'], first: string, last: string): readonly Cell[] {
  return sized.flatMap(({ codes, years }): Cell[] => {
    const [before, after] = [years.get(first), years.get(last)]
    const [one, other] = [before?.size ? before : after, after?.size ? after : before]
    if (one === undefined || other === undefined) return []
    return [{ codes, size: [before?.size ?? 0, after?.size ?? 0], rate: [one.rate, other.rate] }]
  })
}

function said(effect: number | undefined, interval: Interval | undefined) {
  return { effect, lower: interval?.lower, upper: interval?.upper }
}
