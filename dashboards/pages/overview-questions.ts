import type { Request } from 'express'
import { type JsonAnswer, jsonAnswer, requireKnown, type Service } from '#api'
import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import { datasetNamed, type Parameters, parseQuestion } from '#warehouse'
import type { PeriodGrain } from '../charts/index.ts'
import type { Ask } from '../send-drawn.ts'
import { classesOfSanctions } from './classes-of-sanctions.ts'
import { sentencesDimension } from './sentences-dimension.ts'

/** What a reader has chosen on the overview; the URL holds exactly this. */
export interface OverviewChoice {
  readonly region: string | undefined
  readonly grain: PeriodGrain
  /** The later of the two years: of the base year of the jurisdiction and the one that the reader compares with it. */
  readonly year: number
  /** The earlier one. A change is always told from it. */
  readonly base: number
}

/** The questions behind the overview, in the API's own grammar: the page's charts can be asked again at `/v1/data/sentences`. */
export function overviewQuestions(
  { region, grain, base, year }: OverviewChoice,
  wholeCountry: boolean,
  service: Pick<Service<'public'>, 'catalog'>,
) {
  const classes = classesOfSanctions(service)
  const [custodial, noncustodial] = [classes.custodial.join(','), classes.noncustodial.join(',')]
  const place = region === undefined ? {} : { region }
  const since = { ...place, base: String(base), interval: '95' }
  const years = { by: 'year', ...since }
  return {
    all: { ...years, measure: 'persons' },
    custodialYears: { ...years, measure: 'persons', sanction_class: custodial },
    noncustodialYears: { ...years, measure: 'persons', sanction_class: noncustodial },
    shareYears: { ...years, measure: 'custodial_share' },
    custodial: { by: grain, ...place, measure: 'persons', sanction_class: custodial },
    noncustodial: { by: grain, ...place, measure: 'persons', sanction_class: noncustodial },
    share: { by: grain, ...place, measure: 'custodial_share', interval: '95' },
    mix: { by: `${grain},sanction_class`, ...place, measure: 'persons' },
    ...(wholeCountry
      ? {
          regions: {
            by: 'region,year',
            ...since,
            from: String(base),
            to: String(year),
            measure: 'custodial_share',
          },
        }
      : {}),
  } satisfies Record<string, Record<string, string>>
}

export type OverviewQuestions = ReturnType<typeof overviewQuestions>
export type OverviewAnswers = { readonly [Name in keyof OverviewQuestions]: JsonAnswer }

/** Asks all questions of a page at the same time. */
export async function askAll<Questions extends Record<string, Parameters>>(
  questions: Questions,
  { service, language, ask }: { service: Service<'public'>; language: Language; ask: Ask },
): Promise<{ readonly [Name in keyof Questions]: JsonAnswer }> {
  const dataset = datasetNamed('sentences', service.catalog)
  const answers = Object.entries(questions).map(async ([name, parameters]) => {
    const answer = await ask(parseQuestion(parameters, dataset))
    return [name, jsonAnswer(answer, service.catalog, language)] as const
  })
  return Object.fromEntries(await Promise.all(answers)) as { [Name in keyof Questions]: JsonAnswer }
}

/** What stands in an address of the overview and of its charts. */
const namesOfAddress = ['region', 'year', 'period', 'lang', 'level']

/** Reads the choice out of a URL. @throws {@link Refusal} `UNKNOWN_PARAMETER`, `BAD_FILTER` for a code, year or period that does not exist */
export function readChoice(
  query: Request['query'],
  { catalog }: Service<'public'>,
  years: readonly number[],
): OverviewChoice {
  const { baseYear, headlineYear } = catalog.jurisdiction
  requireKnown(query, namesOfAddress)
  const others = years.filter((year) => year !== baseYear)
  const region = optional(
    query['region'],
    (sentencesDimension({ catalog }, 'region')?.codes ?? []).map(({ code }) => code),
  )
  const grains = catalog.finestGrain === 'year' ? ['year'] : ['year', 'quarter']
  const grain = optional(query['period'], grains) ?? 'year'
  const usual = others.find((known) => known === headlineYear) ?? others.at(-1) ?? baseYear
  const year = Number(optional(query['year'], others.map(String)) ?? usual)
  return { region, grain: grain as PeriodGrain, year: Math.max(year, baseYear), base: Math.min(year, baseYear) }
}

function optional(value: unknown, allowed: readonly string[]): string | undefined {
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string' && allowed.includes(value)) return value
  throw new Refusal('BAD_FILTER', 'The filters of the address do not fit.', { allowed })
}
