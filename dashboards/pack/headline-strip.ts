import { type JsonAnswer, jsonAnswer } from '#api'
import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import { columnName, type Dataset, datasetNamed, type MeasurePart, parseQuestion, periodLabel } from '#warehouse'
import { quarterAfter } from '../boards/quarters.ts'
import type { TableBody } from '../charts/table-data.ts'
import type { Claimed } from '../exports/report-panel.ts'
import { aboutAnswer } from '../pages/frame/about-answer.ts'
import { shapeOf } from '../panels/answer-shape.ts'
import { written } from '../panels/answer-table.ts'
import { largerMove, missingMoves, untoldReason } from '../panels/missing-shares.ts'
import { refusalOnly } from '../panels/refusal-only.ts'
import { numberIn, rowsOf } from '../panels/rows.ts'
import { valuesOfAnswer } from '../proof/answer-values.ts'
import { type FigureClaim, hashOfValues } from '../proof/manifest.ts'
import { refusalWords } from '../texts/refusal-words.ts'
import type { PackContent } from './pack-content.ts'
import type { PackContext } from './pack-context.ts'

type Entry = PackContent['key_figures'][number]

/** A measure beside an earlier period. */
interface Compared {
  readonly claim: FigureClaim
  readonly answer: JsonAnswer
  readonly label: string
  readonly value: string
  readonly before: string
  readonly change: string
  readonly interval: string
  readonly direction: 'up' | 'down' | 'none' | 'untold'
  /** Whether the law changed between the two periods. */
  readonly acrossLaw: boolean
  /** Why the change cannot be told. */
  readonly reason: string
}

/** This quarter at a glance: each measure beside the period before and the same one a year before, with intervals. */
export async function headlineStrip(entries: readonly Entry[], context: PackContext): Promise<Claimed> {
  const { service, t, quarter } = context
  const offered = entries.filter(({ dataset, measure }) => service.catalog.datasets.get(dataset)?.measures.has(measure))
  const rows = await Promise.all(
    offered.map(async (entry) => ({
      previous: await compared(entry, 'previous', context).catch(refusalOnly),
      year: await compared(entry, 'year', context).catch(refusalOnly),
    })),
  )
  const said = rows.flatMap(({ previous, year }) =>
    year === undefined || year instanceof Refusal
      ? []
      : [{ previous: previous instanceof Refusal ? undefined : previous, year }],
  )
  const refused = rows.flatMap(({ year }) => (year instanceof Refusal ? [refusalWords(year, undefined, context)] : []))
  const all = said.flatMap(({ previous, year }) => [year, ...(previous === undefined ? [] : [previous])])
  const panel = {
    name: 'glance',
    title: t('pack_glance'),
    about: t('pack_glance_about', { quarter: periodLabel(quarter, service.catalog.jurisdiction) }),
    sentences: said.map(({ year }) => sentenceOf(year, context)),
    notices: [...new Set(refused)],
    source: sourcesOf(
      said.map(({ year }) => year.answer),
      context,
    ),
    table: tableOf(said, context),
    values: valuesOf(said),
  }
  return { panel, claims: all.map(({ claim }) => claim) }
}

/** A measure beside the period before, where there is one, and the same one a year before. */
interface Beside {
  readonly previous: Compared | undefined
  readonly year: Compared
}

function sentenceOf({ acrossLaw, ...year }: Compared, { t }: PackContext): string {
  const { label: name, value, direction, change, interval, reason } = year
  return t('pack_moved', { name, value, direction, change, interval, across: String(acrossLaw), reason })
}

function tableOf(said: readonly Beside[], { t, quarter, service }: PackContext): TableBody {
  const changed = [t('change'), t('interval')]
  return {
    head: [
      t('figures'),
      periodLabel(quarter, service.catalog.jurisdiction),
      t('pack_previous'),
      ...changed,
      t('pack_year_before'),
      ...changed,
    ],
    rows: said.map(({ previous, year }) => ({
      cells: [
        year.label,
        year.value,
        previous?.before ?? '–',
        previous?.change ?? '–',
        previous?.interval ?? '–',
        year.before,
        year.change,
        year.interval,
      ],
    })),
  }
}

function valuesOf(said: readonly Beside[]): Claimed['panel']['values'] {
  const rows = said.map(({ year: { claim, answer } }) => {
    const [row] = rowsOf(answer)
    const measure = claim.parameters['measure'] ?? ''
    return [claim.title, ...parts.map((part) => numberIn(row, columnName(measure, part)))]
  })
  return { columns: ['figure', ...parts.map((part) => columnName('value', part))], rows }
}

const parts = ['value', 'lower', 'upper', 'before', 'change', 'change_lower', 'change_upper'] as const

async function compared(
  { dataset: name, measure, where }: Entry,
  compare: 'previous' | 'year',
  { service, language, quarter, choice, ask, figures, t }: PackContext,
): Promise<Compared | undefined> {
  const { catalog } = service
  const dataset = datasetNamed(name, catalog)
  const period = choice.grain === 'year' ? quarter.slice(0, 4) : quarter
  const parameters = { measure, by: choice.grain, from: period, to: period, compare, interval: '95', ...where }
  const answer = jsonAnswer(await ask(parseQuestion(parameters, dataset)), catalog, language)
  const [row] = rowsOf(answer)
  const read = (part: MeasurePart) => numberIn(row, columnName(measure, part))
  const [value, before, change] = [read('value'), read('before'), read('change')]
  const [lower, upper] = [read('change_lower'), read('change_upper')]
  if (value == null || before == null || change == null || lower == null || upper == null) return undefined
  const earlier = comparedWith(period, choice.grain, compare)
  const two = { dataset: name, measure, where, by: choice.grain, before: earlier, after: period }
  const larger = largerMove(await missingMoves(two, { service, language, ask }), change)
  const shape = shapeOf(answer, catalog, language)
  const isShare = shape.unit === 'share'
  const step = (amount: number) => (isShare ? figures.points(amount) : figures.growth(amount))
  const label = labelOf(dataset, measure, where, language)
  const values = valuesOfAnswer(answer)
  const claim = { name: `glance-${name}-${measure}-${compare}`, title: label, dataset: name, parameters }
  return {
    claim: { ...claim, sha256: hashOfValues(values) },
    answer,
    label,
    value: written(value, shape, figures),
    before: written(before, shape, figures),
    change: step(change),
    interval: `${step(lower)} – ${step(upper)}`,
    direction: larger !== undefined ? 'untold' : lower > 0 ? 'up' : upper < 0 ? 'down' : 'none',
    acrossLaw: row?.['comparison'] === 'across_break',
    reason: untoldReason(larger, { t, figures }),
  }
}

/** The measure, and the codes that it is narrowed to. */
function labelOf(
  { dimensions, measures }: Dataset,
  measure: string,
  where: Entry['where'],
  language: Language,
): string {
  const codes = Object.entries(where).map(
    ([dimension, code]) =>
      dimensions.get(dimension)?.codes?.find((known) => known.code === code)?.label[language] ?? code,
  )
  return [measures.get(measure)?.label[language] ?? measure, ...codes].join(', ')
}

/** The period before, or the same one a year before. */
function comparedWith(period: string, grain: 'year' | 'quarter', compare: 'previous' | 'year'): string {
  return grain === 'year' ? String(Number(period) - 1) : quarterAfter(period, compare === 'year' ? -4 : -1)
}

function sourcesOf(answers: readonly JsonAnswer[], context: PackContext): readonly string[] {
  return [...new Set(answers.flatMap((answer) => aboutAnswer(answer, context)))]
}
