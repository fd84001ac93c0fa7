import type { ChartRow } from '../charts/index.ts'
import type { FigureWriter } from '../texts/figures.ts'
import { dataAddress, type OverviewContext } from './overview-charts.ts'
import { overviewQuestions } from './overview-questions.ts'
import type { TableData } from './panel.tsx'
import { numberIn, rowsOf } from './rows.ts'
import { sentencesDimension } from './sentences-dimension.ts'

/** The tables under the charts of the overview: the same answers, written out. */
export function overviewTables(context: OverviewContext, figures: FigureWriter) {
  return {
    growth: growthTable(context, figures),
    share: shareTable(context, figures),
    mix: mixTable(context, figures),
    regions: regionsTable(context, figures),
  }
}

function growthTable({ answers, choice, t, language, service }: OverviewContext, figures: FigureWriter): TableData {
  const { grain } = choice
  const custodial = new Map(rowsOf(answers.custodial).map((row) => [row[grain], row]))
  const rows = rowsOf(answers.noncustodial).map((row) => {
    const [c, n] = [numberIn(custodial.get(row[grain]), 'persons') ?? 0, numberIn(row, 'persons') ?? 0]
    return {
      cells: [period(row, grain, t('incomplete')), figures.count(c), figures.count(n)],
      incomplete: isIncomplete(row),
    }
  })
  return {
    caption: t('chart_growth'),
    head: [t(grain === 'year' ? 'by_year' : 'by_quarter'), t('custodial'), t('noncustodial')],
    rows,
    download: dataAddress(overviewQuestions(choice, false, service).mix, 'csv', language),
  }
}

function shareTable({ answers, choice, t, language, service }: OverviewContext, figures: FigureWriter): TableData {
  const { grain } = choice
  return {
    caption: t('chart_share'),
    head: [t(grain === 'year' ? 'by_year' : 'by_quarter'), t('share'), t('interval'), t('denominator')],
    rows: rowsOf(answers.share).map((row) => ({
      cells: [
        period(row, grain, t('incomplete')),
        ...shareCells(row, figures),
        count(row, 'custodial_share_n', figures),
      ],
      incomplete: isIncomplete(row),
    })),
    download: dataAddress(overviewQuestions(choice, false, service).share, 'csv', language),
  }
}

function mixTable({ answers, choice, t, language, service }: OverviewContext, figures: FigureWriter): TableData {
  const { grain } = choice
  const rows = rowsOf(answers.mix)
  const classes = (sentencesDimension(service, 'sanction_class')?.codes ?? []).filter(({ code }) =>
    rows.some((row) => row['sanction_class'] === code),
  )
  const periods = [...new Set(rows.map((row) => row[grain]))]
  return {
    caption: t('chart_mix'),
    head: [t(grain === 'year' ? 'by_year' : 'by_quarter'), ...classes.map(({ label }) => label[language]), t('total')],
    rows: periods.map((name) => {
      const inPeriod = rows.filter((row) => row[grain] === name)
      const counts = classes.map(
        ({ code }) =>
          numberIn(
            inPeriod.find((row) => row['sanction_class'] === code),
            'persons',
          ) ?? 0,
      )
      const total = counts.reduce((a, b) => a + b, 0)
      const [first] = inPeriod
      return {
        cells: [first ? period(first, grain, t('incomplete')) : '', ...[...counts, total].map(figures.count)],
        incomplete: first !== undefined && isIncomplete(first),
      }
    }),
    download: dataAddress(overviewQuestions(choice, false, service).mix, 'csv', language),
  }
}

function regionsTable({ answers, choice, t, language, service }: OverviewContext, figures: FigureWriter): TableData {
  const rows = rowsOf(answers.regions)
  const names = new Map(sentencesDimension(service, 'region')?.codes.map(({ code, label }) => [code, label[language]]))
  const shown = rows.filter((row) => row['year'] === choice.year)
  const question = overviewQuestions(choice, true, service)
  return {
    caption: t('chart_regions', { base: String(choice.base), year: String(choice.year) }),
    head: [
      t('region'),
      `${t('share')}, ${choice.base}`,
      `${t('share')}, ${choice.year}`,
      t('interval'),
      t('denominator'),
      t('share_change', { base: String(choice.base) }),
    ],
    rows: shown.map((row) => {
      const [before, change] = [numberIn(row, 'custodial_share_before'), numberIn(row, 'custodial_share_change')]
      const [share = '', interval = ''] = shareCells(row, figures)
      return {
        cells: [
          names.get(String(row['region'])) ?? '',
          before === null ? '–' : figures.percent(before),
          share,
          interval,
          count(row, 'custodial_share_n', figures),
          change === null ? '–' : figures.points(change),
        ],
      }
    }),
    download: dataAddress(question.regions ?? question.share, 'csv', language),
  }
}

function period(row: ChartRow, grain: string, incomplete: string): string {
  return isIncomplete(row) ? `${row[grain]} (${incomplete})` : String(row[grain])
}

function isIncomplete(row: ChartRow): boolean {
  return row['period_status'] === 'incomplete'
}

function shareCells(row: ChartRow, figures: FigureWriter): readonly string[] {
  const [share, lower, upper] = ['', '_lower', '_upper'].map((suffix) => numberIn(row, `custodial_share${suffix}`))
  if (share == null || lower == null || upper == null) return ['–', '–']
  return [figures.percent(share), `${figures.percent(lower)} – ${figures.percent(upper)}`]
}

function count(row: ChartRow, column: string, figures: FigureWriter): string {
  return figures.count(numberIn(row, column) ?? 0)
}
