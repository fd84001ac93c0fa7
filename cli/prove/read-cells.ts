import { type Fault, fault, unknownName } from '#foundation'
import { foldedText } from '#jurisdictions'
import { type Calendar, type Dataset, type Dimension, type Grain, grains, parsePeriod, periodLabel } from '#warehouse'
import type { CellPlace, Reading, Total } from './total.ts'

/** What a cell says, or what is wrong in it. */
export type Cell<Value> = { readonly value: Value } | { readonly faults: readonly Fault[] }

/** What the figure of a row is: a count, a share, or another number. */
export type FigureForm = 'count' | 'share' | 'other'

/** The figure of a row, and half a unit of its last digit where it is not a count. */
export function readValue(
  text: string,
  form: FigureForm,
  { decimal }: Pick<Reading, 'decimal'>,
  place: CellPlace,
): Cell<Pick<Total, 'value' | 'rounding'>> {
  const digits = text.split(decimal)[1]
  const value = plainNumber.test(text.replace(decimal, '.')) ? Number(text.replace(decimal, '.')) : Number.NaN
  const wrong = faultOfValue(text, value, form, decimal)
  if (wrong !== undefined) return { faults: [fault(place, `${place.where}: ${wrong}`)] }
  return { value: { value, rounding: form === 'count' ? 0 : 0.5 * 10 ** -(digits?.length ?? 0) } }
}

const plainNumber = /^-?\d{1,15}(\.\d{1,15})?$/

function faultOfValue(text: string, value: number, form: FigureForm, decimal: string): string | undefined {
  if (text === '') return 'there is no figure: write it, or remove the row'
  if (Number.isNaN(value) || text.includes(decimal === '.' ? ',' : '.'))
    return `"${text.slice(0, 40)}" is not a number in plain digits, with "${decimal}" before a fraction. ${advice}`
  if (value < 0) return `${text} is negative, and a figure never is`
  if (form === 'count' && !/^\d+$/.test(text)) return `${text} is not a whole number, and a count is one`
  if (form === 'share' && value > 1) return `${text} is above 1: write a share from 0 to 1, such as 0.25 for 25%`
  return undefined
}

const advice = 'Remove what separates thousands, or say with --decimal which character begins a fraction'

/** The code that a cell means: a code of the list, or one of its labels or other spellings, without regard to case. */
export function readCode({ name, codes }: Dimension, text: string, place: CellPlace): Cell<string> {
  if (codes.some(({ code }) => code === text)) return { value: text }
  const wanted = foldedText(text)
  const spelt = ({ code, label, aliases }: Dimension['codes'][number]) =>
    [code, ...Object.values(label), ...aliases].some((spelling) => foldedText(spelling) === wanted)
  const [meant, ...others] = codes.filter(spelt).map(({ code }) => code)
  if (meant !== undefined && others.length === 0) return { value: meant }
  if (meant !== undefined) {
    const all = [meant, ...others].join(', ')
    return { faults: [fault(place, `${name}: "${text}" may be ${all}: write the code`)] }
  }
  const known = codes.map(({ code }) => code)
  const unknown = unknownName(text, known, { ...place, what: 'code' })
  return { faults: [{ ...unknown, message: `${unknown.message} An empty cell means all of them.` }] }
}

/** The period of a row, which one of its columns says. */
export function readPeriod(
  cells: Readonly<Record<string, string>>,
  calendar: Calendar,
  place: Omit<CellPlace, 'where'>,
): Cell<Total['period']> {
  const [said, ...more] = ['period', ...grains].flatMap((name) => (cells[name] ? [{ name, text: cells[name] }] : []))
  if (said === undefined) return { value: undefined }
  if (more.length > 0)
    return { faults: [fault(place, `${more[0]?.name}: this row says ${said.name} as well: fill in one of them`)] }
  const code = codeOfPeriod(said.text, calendar)
  if (!periodPattern.test(code))
    return { faults: [fault(place, `${said.name}: "${said.text}" is not a period: ${periods}`)] }
  const { grain } = parsePeriod(code, said.name, calendar)
  return said.name === 'period' || grain === said.name ? { value: { grain, code } } : otherGrain(said, grain, place)
}

const periodPattern = /^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/
const periods = 'write 2020, 2020-Q1 or 2020-01'

/** Years that begin in another month are written as people read them, too: `2013/14`. */
function codeOfPeriod(text: string, calendar: Calendar): string {
  const code = text.replace(/^(\d{4})\/\d{2}/, '$1')
  return periodLabel(code, calendar) === text ? code : text
}

function otherGrain(
  { name, text }: { readonly name: string; readonly text: string },
  grain: Grain,
  place: Omit<CellPlace, 'where'>,
): Cell<never> {
  return { faults: [fault(place, `${name}: "${text}" is a ${grain}: write it into the column "${grain}"`)] }
}

/** The dimension that a column names, in a dataset. */
export function dimensionOfDataset(
  name: string,
  { dimensions, name: dataset }: Dataset,
  place: CellPlace,
): Cell<Dimension> {
  const found = dimensions.get(name)
  if (found !== undefined) return { value: found }
  const known = [...dimensions.keys()]
  return { faults: [unknownName(name, known, { ...place, where: dataset, what: 'dimension' })] }
}
