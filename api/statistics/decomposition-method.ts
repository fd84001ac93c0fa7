import { type Cell, decomposeWithIntervals, type Interval } from '#statistics'
import { type Answer, type Catalog, datasetNamed } from '#warehouse'
import { tableOf } from '../formats/table.ts'
import { codeAt, groupAt, type Method, notForMethod, protectionError } from './method.ts'

const usualLevel = 95
const [leastRuns, mostRuns] = [100, 500]
/** Draws of cells for one answer: more would keep others waiting. */
const cellRuns = 50_000

/** What the change of a share is arithmetically due to: who came, and what was done with them. */
export const decompositionMethod: Method = {
  name: 'decomposition',
  label: { ky: 'Ажыратуу', ru: 'Разложение', en: 'Decomposition' },
  definition: {
    en: 'What the change of a share between the first and the last year is arithmetically due to: the composition by each dimension, and the shares within. It says nothing about causes.',
    ru: 'На что арифметически раскладывается изменение доли между первым и последним годом: состав по каждому признаку и доли внутри групп. О причинах не говорит.',
    ky: 'Биринчи жана акыркы жылдын ортосундагы үлүштүн өзгөрүшү арифметикалык жактан эмнеге бөлүнөт: ар бир белги боюнча курам жана топтор ичиндеги үлүштөр. Себептери жөнүндө айтпайт.',
  },
  needs: 'one measure that is a share, year in "by", and one to three other dimensions there',
  prepare(question, catalog) {
    const [measure] = question.measures.map((name) => datasetNamed(question.dataset, catalog).measures.get(name))
    const isShare = measure !== undefined && question.measures.length === 1 && 'share' in measure.form
    const others = question.by.filter((name) => name !== 'year')
    const isRight = question.by.includes('year') && others.length >= 1 && others.length <= 3
    if (!isShare || !isRight || question.compare !== undefined) throw notForMethod(decompositionMethod)
    return { ...question, detail: 'full' }
  },
  run(answer, catalog) {
    const { cells, names, first, last, hidden } = cellsOf(answer, catalog)
    const level = answer.question.interval ?? usualLevel
    const error = protectionError(answer, catalog)
    const runs = Math.round(Math.min(mostRuns, Math.max(leastRuns, cellRuns / cells.length)))
    const { effects, intervals } = decomposeWithIntervals(cells, { level, error, runs })
    const [measure = ''] = answer.question.measures
    const composition = names.map((name, index) => ({
      group: { composition: name },
      result: said(effects.composition[index], intervals.composition[index]),
    }))
    return {
      findings: [
        ...composition,
        { group: { within: measure }, result: said(effects.rate, intervals.rate) },
        { group: {}, result: said(effects.total, intervals.total) },
      ],
      parameters: { level, runs, protectionError: error, from: first, to: last, personsInSharesNotShown: hidden },
    }
  },
}

/** The cells of the first and the last complete year; those whose share is not shown are left out and counted. */
function cellsOf(answer: Answer, catalog: Catalog) {
  const table = tableOf(answer, catalog, 'en')
  const [measure = ''] = answer.question.measures
  const time = table.dimensions.findIndex(({ isTime }) => isTime)
  const column = (name: string) => table.figures.find((figure) => figure.name === name)
  const status = table.remarks.find(({ name }) => name === 'status')
  const rows = Array.from({ length: table.rows }, (_, row) => row).filter((row) => status?.read(row) !== 'incomplete')
  const years = [...new Set(rows.map((row) => codeAt(table, time, row)))].sort()
  const [first, last] = [years[0], years.at(-1)]
  if (first === undefined || last === undefined || first === last) throw notForMethod(decompositionMethod)
  const cells = new Map<string, Drawn>()
  let hidden = 0
  for (const row of rows.filter((one) => [first, last].includes(codeAt(table, time, one)))) {
    const period = codeAt(table, time, row) === first ? 0 : 1
    const codes = Object.values(groupAt(table, row))
    const cell = cells.get(codes.join()) ?? { codes, size: [0, 0], rate: [0, 0] }
    const [share, total] = [column(measure)?.read(row), Number(column(`${measure}_n`)?.read(row) ?? 0)]
    if (typeof share === 'number') {
      cell.size[period] = total
      cell.rate[period] = share
    } else hidden += total
    cells.set(codes.join(), cell)
  }
  const names = table.dimensions.flatMap(({ name, isTime: isPeriod }) => (isPeriod ? [] : [name]))
  return { cells: [...cells.values()].map(alike), names, first, last, hidden }
}

interface Drawn {
  readonly codes: readonly string[]
  readonly size: [number, number]
  readonly rate: [number, number]
}

function said(effect: number | undefined, interval: Interval | undefined) {
  return { effect, lower: interval?.lower, upper: interval?.upper }
}

/** A cell that nobody was in has no share of its own: that of the other year changes nothing. */
function alike({ codes, size, rate }: Drawn): Cell {
  const [before, after] = rate
  return { codes, size, rate: [size[0] > 0 ? before : after, size[1] > 0 ? after : before] }
}
