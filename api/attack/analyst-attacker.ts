import {
  type Answer,
  type Catalog,
  cellReader,
  datasetNamed,
  type Parameters,
  parseQuestion,
  periodName,
} from '#warehouse'
import type { Service } from '../service/service.ts'
import { type AttackedCell, everyCell, type Months, monthsOf } from './attacked-cells.ts'
import { type Equation, minimumNormSolution } from './least-squares.ts'

export interface Recovered {
  /** Cells that stand for one to four persons in truth. */
  readonly small: number
  /** Shares of them: what the answers determine at all, and what of that is right, or off by one at most. */
  readonly determined: number
  readonly exact: number
  readonly withinOne: number
}

interface Solved {
  readonly equations: number
  readonly solution: Float64Array
  readonly isDetermined: (places: readonly number[]) => boolean
}

/**
 * Somebody with the tokens of one or more analysts, who writes every answer down as sums of unknown cells and solves for
 * them. Nothing of it knows how figures are protected or what guards them.
 */
export class AnalystAttacker {
  readonly #service: Service<'analyst' | 'officer'>
  readonly #cells: readonly AttackedCell[]
  readonly #months: Months
  readonly #equations = new Map<string, Equation>()
  #latest: Solved | undefined
  answered = 0
  refused = 0
  coarser = 0

  /**
   * @param dimensions - the finest that the attack tells apart, beside months
   * @param months - up to the last there is; an answer that begins earlier is of no use to it
   */
  constructor(service: Service<'analyst' | 'officer'>, dimensions: readonly string[], months: Months) {
    this.#service = service
    this.#months = months
    this.#cells = everyCell(dimensions, months, service.catalog)
  }

  /** The name of a month. @param month - since the first one of year 0 */
  monthNamed(month: number): string {
    return periodName(month, 'month', this.#service.catalog.jurisdiction)
  }

  async ask(who: string, parameters: Parameters): Promise<Answer | undefined> {
    const question = parseQuestion({ measure: 'persons', detail: 'full', ...parameters }, this.#dataset)
    const signal = AbortSignal.timeout(60_000)
    const answer = await this.#service
      .pin('analyst', { asker: { who, role: 'analyst' } })
      .ask(question, signal)
      .catch(() => undefined)
    if (answer === undefined) this.refused += 1
    else this.#write(answer)
    return answer
  }

  /** Guesses the cells of some months by some dimensions, and judges the guesses by what an officer is told. */
  async judge(by: readonly string[], period: Parameters): Promise<Recovered> {
    const { solution, isDetermined } = this.#solved()
    const officer = { who: 'audit disclosure', role: 'officer', purpose: 'to judge an attack' } as const
    const question = parseQuestion({ measure: 'persons', by: by.join(','), ...period }, this.#dataset)
    const exact = this.#service.pin('officer', { asker: officer })
    const truth = rowsOf(await exact.ask(question, AbortSignal.timeout(60_000)))
    const places = this.#groups(by, monthsOf(question, this.#service.catalog))
    const found = truth
      .map((row) => ({ persons: Number(row['persons']), cells: places.get(keyOf(by, row)) ?? [] }))
      .filter(({ persons, cells }) => persons >= 1 && persons <= 4 && cells.length > 0)
    const isOff = ({ persons, cells }: (typeof found)[number]) =>
      Math.abs(Math.round(cells.reduce((sum, cell) => sum + (solution[cell] ?? 0), 0)) - persons)
    const determined = found.filter(({ cells }) => isDetermined(cells))
    const all = Math.max(1, found.length)
    const share = (limit: number) => determined.filter((one) => isOff(one) <= limit).length / all
    return { small: found.length, determined: determined.length / all, exact: share(0), withinOne: share(1) }
  }

  /** Solved once for all that is judged of the same answers. */
  #solved(): Solved {
    const equations = [...this.#equations.values()]
    const known = this.#latest
    if (known?.equations === equations.length) return known
    const unknowns = this.#cells.length
    const solution = minimumNormSolution(equations, unknowns)
    this.#latest = { equations: equations.length, solution, isDetermined: determinedBy(equations, unknowns) }
    return this.#latest
  }

  /** One equation for each group of an answer; a group without a row is nobody, unless the answer says that some are left out. */
  #write({ question, coarser, columns, rows, notes }: Answer): void {
    this.answered += 1
    if (coarser !== null) this.coarser += 1
    const months = monthsOf(question, this.#service.catalog)
    if (months.first < this.#months.first) return
    const by = coarser ?? question.by
    const answered = new Map(rowsOf({ columns, rows }).map((row) => [keyOf(by, row), Number(row['persons'])] as const))
    const leavesOut = notes.some((note) => note === 'left_out')
    const groups = this.#groups(by, months, question.where)
    for (const [key, places] of groups)
      if (answered.has(key) || !leavesOut) this.#equations.set(places.join(), { places, sum: answered.get(key) ?? 0 })
  }

  #groups(by: readonly string[], { first, last }: Months, where: Answer['question']['where'] = {}) {
    const groups = new Map<string, number[]>()
    for (const [place, cell] of this.#cells.entries()) {
      if (Number(cell['at']) < first || Number(cell['at']) > last) continue
      if (!Object.entries(where).every(([name, codes]) => codes.includes(String(cell[name])))) continue
      const key = keyOf(by, cell)
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [place])
      else group.push(place)
    }
    return groups
  }

  get #dataset() {
    return datasetNamed('sentences', this.#service.catalog as Catalog)
  }
}

/**
 * Which sums of unknowns the answers determine, whatever the unknowns are: those that are found again when the answers are made of
 * unknowns drawn at random. All others are only guessed, as anybody could from published figures.
 */
function determinedBy(equations: readonly Equation[], unknowns: number): (places: readonly number[]) => boolean {
  const drawn = Float64Array.from({ length: unknowns }, (_, at) => Math.sin(at * 12.9898 + 1) * 10)
  const sumOf = (places: readonly number[], values: Float64Array) =>
    places.reduce((sum, place) => sum + (values[place] ?? 0), 0)
  const answers = equations.map(({ places }) => ({ places, sum: sumOf(places, drawn) }))
  const found = minimumNormSolution(answers, unknowns, 1500)
  return (places) => Math.abs(sumOf(places, found) - sumOf(places, drawn)) < 0.05
}

function keyOf(by: readonly string[], row: Readonly<Record<string, unknown>>): string {
  return by.map((name) => row[name]).join('|')
}

function rowsOf({ columns, rows }: Pick<Answer, 'columns' | 'rows'>): Record<string, unknown>[] {
  const readers = columns.map((column) => [column.name, cellReader(column)] as const)
  return Array.from({ length: rows }, (_, row) => Object.fromEntries(readers.map(([name, read]) => [name, read(row)])))
}
