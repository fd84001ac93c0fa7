import type { Service } from '#api'
import type { Language } from '#jurisdictions'
import {
  type Chart,
  type ChartRows,
  growthChart,
  mixChart,
  numberLocales,
  regionsChart,
  shareChart,
} from '../charts/index.ts'
import { renderSvg } from '../render/render-svg.ts'
import type { Translate } from '../texts/messages.ts'
import { changesIn } from './changes.ts'
import type { HeadlineMoves } from './headline-moves.ts'
import {
  type OverviewAnswers,
  type OverviewChoice,
  type OverviewQuestions,
  overviewQuestions,
} from './overview-questions.ts'
import type { DrawnChart } from './panel.tsx'
import { rowsOf } from './rows.ts'
import { sentencesDimension } from './sentences-dimension.ts'

export interface OverviewContext {
  readonly language: Language
  readonly t: Translate
  readonly choice: OverviewChoice
  readonly answers: OverviewAnswers
  /** By headline, what was missing in the two years. */
  readonly moves: HeadlineMoves
  readonly service: Service<'public'>
}

export const chartNames = ['growth', 'share', 'mix', 'regions'] as const
export type ChartName = (typeof chartNames)[number]

/** A chart of the overview before it is drawn: how it looks, and which answers it is drawn from. */
interface Draft {
  readonly spec: Chart['spec']
  readonly description: string
  readonly answers: readonly (keyof OverviewQuestions)[]
}

const drafts: Readonly<Record<ChartName, (context: OverviewContext) => Draft>> = {
  growth: growthDraft,
  share: shareDraft,
  mix: mixDraft,
  regions: regionsDraft,
}

/** The charts of the overview. With one region chosen there is nothing to compare it with. */
export function overviewCharts({ answers }: OverviewContext): readonly ChartName[] {
  return chartNames.filter((name) => name !== 'regions' || answers.regions !== undefined)
}

/** A chart of the overview with the rows that it is drawn from. */
export function overviewChart(name: ChartName, context: OverviewContext): { chart: Chart; rows: ChartRows } {
  const { spec, description, answers } = drafts[name](context)
  const rowsByName = answers.map((answer) => [answer, rowsOf(context.answers[answer])] as const)
  return {
    chart: { name, spec, description, locale: numberLocales[context.language] },
    rows: Object.fromEntries(rowsByName),
  }
}

/** Draws the charts of the overview for its page. */
export async function drawOverview(
  context: OverviewContext,
): Promise<Readonly<Partial<Record<ChartName, DrawnChart>>>> {
  const { choice, language } = context
  const questions = overviewQuestions(choice, choice.region === undefined, context.service)
  const drawn = overviewCharts(context).map(async (name) => {
    const { chart, rows } = overviewChart(name, context)
    const sources = Object.keys(rows).map((answer) => {
      const question = questions[answer as keyof OverviewQuestions] ?? {}
      return [answer, dataAddress(question, 'arrow', language)]
    })
    return [name, { chart, svg: await renderSvg(chart, rows), sources: Object.fromEntries(sources) }] as const
  })
  return Object.fromEntries(await Promise.all(drawn))
}

/** The address of the rows of a question at the API. */
export function dataAddress(
  question: Readonly<Record<string, string>>,
  format: 'arrow' | 'csv',
  language: Language,
): string {
  return `/v1/data/sentences?${new URLSearchParams({ ...question, lang: language, format })}`
}

function growthDraft({ t, choice, answers }: OverviewContext): Draft {
  const labels = { custodial: t('custodial'), noncustodial: t('noncustodial'), persons: t('persons') }
  const description = t('chart_growth_about')
  return {
    spec: growthChart({ grain: choice.grain, breaks: changesIn(answers.mix), labels, description }),
    description,
    answers: ['custodial', 'noncustodial'],
  }
}

function shareDraft({ t, choice, answers }: OverviewContext): Draft {
  const labels = { share: t('share'), interval: t('interval') }
  const description = t('chart_share_about')
  return {
    spec: shareChart({ grain: choice.grain, breaks: changesIn(answers.mix), labels, description }),
    description,
    answers: ['share'],
  }
}

function mixDraft(context: OverviewContext): Draft {
  const { t, choice, service, language } = context
  const labels = {
    persons: t('persons'),
    class: sentencesDimension(service, 'sanction_class')?.label[language] ?? '',
  }
  const description = t('chart_mix_about')
  const classes = presentCodes(context, 'sanction_class', 'mix')
  return { spec: mixChart({ grain: choice.grain, classes, labels, description }), description, answers: ['mix'] }
}

function regionsDraft(context: OverviewContext): Draft {
  const { t, choice } = context
  const labels = { share: t('share'), interval: t('interval') }
  const description = t('chart_regions_about')
  const regions = presentCodes(context, 'region', 'regions')
  const spec = regionsChart({ base: choice.base, year: choice.year, regions, labels, description })
  return { spec, description, answers: ['regions'] }
}

/** The codes of a dimension that an answer has figures for, with their names, in the order of their list. */
export function presentCodes(
  { answers, service, language }: OverviewContext,
  dimension: string,
  answer: keyof OverviewQuestions,
): readonly { readonly code: string; readonly label: string }[] {
  const present = new Set(rowsOf(answers[answer]).map((row) => row[dimension]))
  const codes = sentencesDimension(service, dimension)?.codes ?? []
  return codes.filter(({ code }) => present.has(code)).map(({ code, label }) => ({ code, label: label[language] }))
}
