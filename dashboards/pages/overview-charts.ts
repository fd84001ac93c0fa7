import type { Service } from '#api'
import type { Language } from '#jurisdictions'
import {
  type BreakMark,
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
import {
  type OverviewAnswers,
  type OverviewChoice,
  type OverviewQuestions,
  overviewQuestions,
} from './overview-questions.ts'
import type { DrawnChart } from './panel.tsx'
import { rowsOf } from './rows.ts'

export interface OverviewContext {
  readonly language: Language
  readonly t: Translate
  readonly choice: OverviewChoice
  readonly answers: OverviewAnswers
  readonly service: Service
}

type ChartName = 'growth' | 'share' | 'mix' | 'regions'

/** Draws the charts of the overview. With one region chosen there is nothing to compare it with. */
export async function drawOverview(
  context: OverviewContext,
): Promise<Readonly<Partial<Record<ChartName, DrawnChart>>>> {
  const charts: [ChartName, Chart['spec'], string, (keyof OverviewQuestions)[]][] = [
    ['growth', ...growth(context), ['custodial', 'noncustodial']],
    ['share', ...share(context), ['share']],
    ['mix', ...mix(context), ['mix']],
    ...(context.answers.regions === undefined
      ? []
      : [
          ['regions', ...regions(context), ['regions']] as [
            ChartName,
            Chart['spec'],
            string,
            (keyof OverviewQuestions)[],
          ],
        ]),
  ]
  const drawn = charts.map(
    async ([name, spec, description, sources]) =>
      [
        name,
        await draw({ name, spec, description, locale: numberLocales[context.language] }, sources, context),
      ] as const,
  )
  return Object.fromEntries(await Promise.all(drawn))
}

/** The breaks of the series, numbered in the order of time: charts show the numbers, the page the titles. */
export function numberedBreaks({ mix }: OverviewAnswers): readonly (BreakMark & { readonly title: string })[] {
  return mix.breaks.map(({ on, title }, index) => ({ on, title, number: index + 1 }))
}

/** The address of the rows of a question at the API. */
export function dataAddress(
  question: Readonly<Record<string, string>>,
  format: 'arrow' | 'csv',
  language: Language,
): string {
  return `/v1/data/sentences?${new URLSearchParams({ ...question, level: 'officer', lang: language, format })}`
}

async function draw(
  chart: Chart,
  names: readonly (keyof OverviewQuestions)[],
  { answers, choice, language }: OverviewContext,
): Promise<DrawnChart> {
  const questions = overviewQuestions(choice, choice.region === undefined)
  const rows: ChartRows = Object.fromEntries(
    names.map((name) => [name, answers[name] === undefined ? [] : rowsOf(answers[name])]),
  )
  const sources = Object.fromEntries(names.map((name) => [name, dataAddress(questions[name] ?? {}, 'arrow', language)]))
  return { chart, svg: await renderSvg(chart, rows), sources }
}

function growth({ t, choice, answers }: OverviewContext): [Chart['spec'], string] {
  const labels = { custodial: t('custodial'), noncustodial: t('noncustodial'), persons: t('persons') }
  const description = t('chart_growth_about')
  return [growthChart({ grain: choice.grain, breaks: numberedBreaks(answers), labels, description }), description]
}

function share({ t, choice, answers }: OverviewContext): [Chart['spec'], string] {
  const labels = { share: t('share'), interval: t('interval') }
  const description = t('chart_share_about')
  return [shareChart({ grain: choice.grain, breaks: numberedBreaks(answers), labels, description }), description]
}

function mix({ t, choice, answers, service, language }: OverviewContext): [Chart['spec'], string] {
  const present = new Set(rowsOf(answers.mix).map((row) => row['sanction_class']))
  const classes = (service.catalog.dimensions.get('sanction_class')?.codes ?? []).filter(({ code }) =>
    present.has(code),
  )
  const description = t('chart_mix_about')
  const options = {
    grain: choice.grain,
    classes: classes.map(({ code, label }) => ({ code, label: label[language] })),
    description,
  }
  return [
    mixChart({
      ...options,
      labels: { persons: t('persons'), class: service.catalog.dimensions.get('sanction_class')?.label[language] ?? '' },
    }),
    description,
  ]
}

function regions({ t, choice, answers, service, language }: OverviewContext): [Chart['spec'], string] {
  const present = new Set(answers.regions === undefined ? [] : rowsOf(answers.regions).map((row) => row['region']))
  const codes = (service.catalog.dimensions.get('region')?.codes ?? []).filter(({ code }) => present.has(code))
  const labels = { share: t('share'), interval: t('interval') }
  const description = t('chart_regions_about')
  const places = codes.map(({ code, label }) => ({ code, label: label[language] }))
  return [regionsChart({ base: choice.base, year: choice.year, regions: places, labels, description }), description]
}
