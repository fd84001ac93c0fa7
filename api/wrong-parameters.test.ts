import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { mountDashboards } from '../dashboards/index.ts'
import { type Described, describedBy, type Parameter } from './testing/described.ts'
import { publicApp } from './testing/public-app.ts'

const { app } = publicApp(mountDashboards)

const hostile = [
  'abc',
  '2020-13',
  '-1',
  'NaN',
  '1e999',
  '',
  '0x10',
  '__proto__',
  '<script>',
  '9'.repeat(40),
  "' or 1=1",
]

/** How the library of schemas speaks, and what a program says of itself. */
const notPlain =
  /Invalid (input|option|string)|expected \w+, received|Too (small|big)|Unrecognized key|zod|NaN|undefined/i

/** An example of an operation with a parameter that says something else. */
function addressWith(example: string, { path }: Described, parameter: Parameter, value: string): string {
  const url = new URL(example, 'http://localhost')
  if (parameter.in === 'query') {
    url.searchParams.set(parameter.name, value)
    return url.pathname + url.search
  }
  const at = path.split('/').findIndex((part) => part.includes(`{${parameter.name}}`))
  const parts = url.pathname.split('/')
  parts[at] = (path.split('/')[at] ?? '').replace(`{${parameter.name}}`, encodeURIComponent(value))
  return parts.join('/') + url.search
}

/** Whether a parameter of a query takes a number or one of a few words, so that nothing hostile fits. */
function isTyped({ in: place, schema }: Parameter): boolean {
  const { enum: words, type } = schema
  return place === 'query' && (words !== undefined || type === 'integer' || type === 'number')
}

const cases = async () =>
  (await describedBy(app())).flatMap((operation) =>
    operation.parameters
      .filter((parameter) => parameter.in !== 'header')
      .flatMap((parameter) =>
        operation.examples.flatMap((example, index) => {
          const values = index === 0 || example.includes(`${parameter.name}=`) ? hostile : hostile.slice(0, 2)
          return values.map((value) => ({ example, operation, parameter, value }))
        }),
      ),
  )

describe('a parameter that says something else', () => {
  it('is answered with what it takes, by every route, and never in the words of the program', async () => {
    const all = await cases()
    expect(all.length).toBeGreaterThan(300)
    const wrong: unknown[] = []
    for (const { example, operation, parameter, value } of all) {
      const address = addressWith(example, operation, parameter, value)
      const { status, body, text = '' } = await request(app()).get(address)
      const isProblem = status >= 400
      const isSaid = !isProblem || (typeof body.code === 'string' && !notPlain.test(body.detail.replace(value, '')))
      const isNamed =
        !isTyped(parameter) ||
        isAllowed(parameter, value) ||
        ((status === 400 || body.code === 'UNKNOWN_DATASET') && body.parameter === parameter.name)
      if ((status >= 500 && status !== 501) || !isSaid || !isNamed) wrong.push([address, status, text.slice(0, 300)])
    }
    expect(wrong).toEqual([])
  })

  it.each([
    ['limit=abc', 'limit', 'whole number from 1 to 1000000', 'целое число от 1 до 1000000', 'бүтүн санды'],
    [
      'from=2020-13',
      'from',
      '2020-Q1 (Q1 to Q4) or 2020-01 (01 to 12)',
      'год, квартал или месяц, например 2020',
      'жылды',
    ],
    ['year=2024', 'year', 'Choose periods with', 'Период задают', 'тандалат'],
    ['interval=full', 'interval', 'a number from 50 to 99.9', 'число от 50 до 99.9', 'санды'],
    ['compare=never', 'compare', 'one of: year, previous, base', 'одно из значений: year', 'бирин'],
    ['asOf=yesterday', 'asOf', 'a day such as', 'день, например', 'күндү'],
    ['by=nothing', 'by', 'There is no "nothing"', 'одно из значений', 'бирин'],
    ['lang=xx', 'lang', 'There are the languages', 'одно из значений: ky, ru, en', 'бирин'],
    ['limit=1&limit=2', 'limit', 'once', 'один раз', 'бир жолу'],
    ['measure=', 'measure', 'these or several, separated by commas: persons', 'через запятую: persons', 'нечесин'],
    ['nothing=1', 'nothing', 'There is no parameter', 'нет', 'жок'],
  ])('is told in the language of the reader: %s', async (query, parameter, en, ru, ky) => {
    const address = `/v1/data/sentences?measure=persons&by=year&${query}`
    const own = query.split('=')[0]
    const asked = address.replaceAll(/(measure|by)=\w+&/g, (all, name) => (name === own ? '' : all))
    for (const [language, said] of [
      ['en', en],
      ['ru', ru],
      ['ky', ky],
    ] as const) {
      const { status, body } = await request(app()).get(asked).set('Accept-Language', language)
      expect([status, body.parameter, body.detail]).toEqual([400, parameter, expect.stringContaining(said)])
    }
  })
})

function isAllowed({ schema }: Parameter, value: string): boolean {
  const { enum: words, minimum = 0 } = schema
  return words?.includes(value) ?? (minimum <= -1 && value === '-1')
}
