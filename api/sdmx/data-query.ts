import { nearest, Refusal } from '#foundation'
import { type Answer, type Dataset, type Grain, type Question, wrongParameter } from '#warehouse'
import { componentId, dimensionsOf, total } from './components.ts'
import { periodOfQuery } from './reporting-year.ts'

/** A data query of SDMX REST 2.x, in our words: one question for each measure. */
export interface DataQuery {
  readonly dataset: Dataset
  readonly questions: readonly Question[]
  /** Whether the measures were named, so that one that cannot be asked this way is an error. */
  readonly isExplicit: boolean
}

const grainOf: Readonly<Record<string, Grain>> = { A: 'year', Q: 'quarter', M: 'month' }

/** Parameters that are not part of the query. */
const presentation = ['format', 'lang']
const periodParameters = ['startPeriod', 'endPeriod', 'c[TIME_PERIOD]']
/** What the standard has for queries of data, structures and availability beside, and this service does not. */
const othersOfStandard = [
  ...['attributes', 'measures', 'updatedAfter', 'firstNObservations', 'lastNObservations', 'includeHistory', 'asOf'],
  ...['dimensionAtObservation', 'reportingYearStartDay', 'detail', 'references', 'mode', 'offset', 'limit', 'sort'],
]
const componentParameter = /^c\[([A-Za-z][A-Za-z0-9_]*)\]$/

/**
 * Reads a key and the parameters of a data query. A wildcard stands for every code of its list except the total; a key that is
 * only `*` asks for totals, except where `c[DIM]=…` names codes.
 *
 * @param key - `A.persons.KG-GB.*` and so on, a code for each dimension; several keys are separated by commas
 * @throws {@link Refusal} `SDMX_NOT_SUPPORTED` (501) for what the standard knows and this service does not, `BAD_KEY`,
 *   `UNKNOWN_CODE`, `UNKNOWN_PARAMETER`
 */
export function readDataQuery(dataset: Dataset, key: string, parameters: Readonly<Record<string, unknown>>): DataQuery {
  const texts = requireTexts(parameters)
  const constraints = constraintsOf(dataset, texts)
  const components = dimensionsOf(dataset)
  const keys = key.split(',')
  if (keys.length > maxKeys) throw badKey(`A query has at most ${maxKeys} keys.`, [])
  const questions = keys.flatMap((one) => {
    const parts = one === '*' ? components.map(() => undefined) : one.split('.')
    const ids = components.map(({ id }) => id)
    if (parts.length !== components.length)
      throw badKey(`A key has ${ids.length} parts, in this order: ${ids.join('.')}.`, ids)
    const asked = new Map(ids.map((id, index) => [id, constraints.get(id) ?? partOf(parts[index])] as const))
    for (const { id, codes = [] } of components) requireKnown(id, asked.get(id), codes)
    return questionsOf(dataset, asked, texts)
  })
  return { dataset, questions, isExplicit: key !== '*' && questions.length === keys.length }
}

const maxKeys = 20

/** The answers to the questions of a query; measures that were not named and cannot be asked this way are left out. */
export async function answersTo(
  { questions, isExplicit }: DataQuery,
  ask: (question: Question) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  let refused: unknown
  for (const question of questions) {
    try {
      answers.push(await ask(question))
    } catch (error) {
      if (isExplicit || !(error instanceof Refusal) || error.code === 'DEADLINE' || error.code === 'BUSY') throw error
      refused ??= error
    }
  }
  if (answers.length === 0) throw refused
  return answers
}

function questionsOf(
  dataset: Dataset,
  asked: ReadonlyMap<string, readonly string[] | '*' | undefined>,
  { startPeriod, endPeriod, 'c[TIME_PERIOD]': time }: Readonly<Record<string, string>>,
): readonly Question[] {
  const measures = named(asked.get('MEASURE')) ?? [...dataset.measures.keys()]
  const frequencies = named(asked.get('FREQ')) ?? ['A']
  const dimensions = [...dataset.dimensions.values()].filter(({ grain }) => grain === undefined)
  const codesOf = (name: string) => asked.get(componentId(name))
  const isSplit = (codes: readonly string[] | '*' | undefined) => codes !== undefined && !codes.includes(total)
  const by = dimensions.map(({ name }) => name).filter((name) => isSplit(codesOf(name)))
  const where = Object.fromEntries(
    dimensions.flatMap(({ name }): [string, readonly string[]][] => {
      const codes = named(codesOf(name))
      return codes === undefined || codes.includes(total) ? [] : [[name, codes]]
    }),
  )
  const period = {
    ...periodOf(time),
    ...(startPeriod && { from: periodOfQuery(startPeriod) }),
    ...(endPeriod && { to: periodOfQuery(endPeriod) }),
  }
  return frequencies.flatMap((frequency) =>
    measures.map(
      (measure): Question => ({
        dataset: dataset.name,
        measures: [measure],
        by: [grainOf[frequency] ?? 'year', ...by],
        where,
        ...period,
        detail: 'full',
        sort: [],
        offset: 0,
      }),
    ),
  )
}

function named(codes: readonly string[] | '*' | undefined): readonly string[] | undefined {
  return codes === undefined || codes === '*' ? undefined : codes
}

/** An empty part is a wildcard too, as it was in SDMX REST 1. */
function partOf(part: string | undefined): readonly string[] | '*' | undefined {
  if (part === undefined) return undefined
  return part === '*' || part === '' ? '*' : [part]
}

function constraintsOf(dataset: Dataset, texts: Readonly<Record<string, string>>): Map<string, readonly string[]> {
  const ids = dimensionsOf(dataset).map(({ id }) => id)
  const found = new Map<string, readonly string[]>()
  for (const [parameter, text] of Object.entries(texts)) {
    if (presentation.includes(parameter) || periodParameters.includes(parameter)) continue
    const [, id] = componentParameter.exec(parameter) ?? []
    if (id === undefined && isOfStandard(parameter)) throw notSupported(parameter)
    if (id === undefined) throw unknownParameter(parameter, ids)
    if (!ids.includes(id)) {
      const message = `There is no dimension "${id}".${nearest(id, ids)}`
      throw new Refusal('UNKNOWN_PARAMETER', message, { parameter, allowed: ids.map((known) => `c[${known}]`) })
    }
    found.set(id, listOf(parameter, text))
  }
  return found
}

/** Whether a name is a parameter of SDMX REST 2.x, however this service answers it. */
export function isOfStandard(parameter: string): boolean {
  return othersOfStandard.includes(parameter) || componentParameter.test(parameter)
}

function unknownParameter(parameter: string, ids: readonly string[]): Refusal {
  const allowed = [...presentation, ...periodParameters, ...ids.map((id) => `c[${id}]`)]
  return wrongParameter(
    'UNKNOWN_PARAMETER',
    parameter,
    { wanted: { is: 'known' }, allowed },
    nearest(parameter, allowed),
  )
}

/** Operators other than "is one of" would be negation or comparison, which disclosure control rules out on coded dimensions. */
function listOf(parameter: string, text: string): readonly string[] {
  const codes = text.split(',').map((code) => code.replace(/^eq:/, ''))
  if (codes.some((code) => /[:+ ]/.test(code))) throw notSupported(`${parameter} with an operator`)
  return codes
}

/** `ge:2020+le:2023`, where a form turns the plus into a space, or a period. */
function periodOf(text: string | undefined): { readonly from?: string; readonly to?: string } {
  if (text === undefined) return {}
  const parts = text.split(/[+ ]/).map((part) => part.split(':'))
  const bounds = parts.map(([operator = '', written]) => {
    if (written === undefined) return { from: periodOfQuery(operator), to: periodOfQuery(operator) }
    const period = periodOfQuery(written)
    if (operator === 'eq') return { from: period, to: period }
    if (operator === 'ge') return { from: period }
    if (operator === 'le') return { to: period }
    throw notSupported(`c[TIME_PERIOD] with the operator ${operator.slice(0, 10)}`)
  })
  return Object.assign({}, ...bounds)
}

function requireKnown(
  id: string,
  asked: readonly string[] | '*' | undefined,
  codes: readonly { readonly id: string }[],
): void {
  const known = codes.map((code) => code.id)
  const wrong = named(asked)?.find((code) => !known.includes(code))
  if (wrong === undefined) return
  const message = `There is no code "${wrong.slice(0, 60)}" in ${id}.${nearest(wrong, known)}`
  throw new Refusal('UNKNOWN_CODE', message, { parameter: id, allowed: known.slice(0, 100) })
}

function requireTexts(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([parameter, value]) => {
      if (typeof value === 'string') return [parameter, value]
      throw wrongParameter('REPEATED_PARAMETER', parameter, { wanted: { is: 'once' } })
    }),
  )
}

function notSupported(what: string): Refusal {
  const message = `This service does not support ${what.slice(0, 80)}. It answers keys with wildcards, c[DIMENSION]=codes, c[TIME_PERIOD]=ge:…+le:…, startPeriod and endPeriod. Negation, ranges of codes and conditions on values are left out because they would undo disclosure control.`
  return new Refusal('SDMX_NOT_SUPPORTED', message, {
    parameter: what.slice(0, 80),
    allowed: ['c[…]', ...periodParameters],
  })
}

function badKey(message: string, allowed: readonly string[]): Refusal {
  return new Refusal('BAD_KEY', message, { parameter: 'key', allowed })
}
