import type { Text } from '#jurisdictions'
import type { Plan } from './plan/plan.ts'

/** What a column is to its row: a part of the key, the figure itself, something that belongs to a figure, or a remark. */
export type ColumnRole = 'dimension' | 'time' | 'figure' | 'detail' | 'remark'

/** What a column of an answer means. */
export interface ColumnMeaning {
  readonly name: string
  readonly role: ColumnRole
  readonly unit: string | null
  readonly label: Text
  /** Of figures and details: the measure that they belong to. */
  readonly measure?: string
}

const remarks: Readonly<Record<string, Text>> = {
  period_status: { en: 'Status of the period', ru: 'Статус периода', ky: 'Мезгилдин абалы' },
  comparison: { en: 'Comparison', ru: 'Сравнение', ky: 'Салыштыруу' },
  reliability: { en: 'Reliability', ru: 'Надёжность', ky: 'Ишенимдүүлүк' },
}

const lower: Text = { en: 'lower bound', ru: 'нижняя граница', ky: 'төмөнкү чек' }
const upper: Text = { en: 'upper bound', ru: 'верхняя граница', ky: 'жогорку чек' }
const band: Text = { en: 'band', ru: 'интервал срока', ky: 'мөөнөт тилкеси' }
const from: Text = { en: 'from', ru: 'от', ky: 'башы' }
const under: Text = { en: 'to under', ru: 'до (не включая)', ky: 'чейин (өзү кирбейт)' }
const change: Text = { en: 'change', ru: 'изменение', ky: 'өзгөрүү' }
const details: Readonly<Record<string, readonly Text[]>> = {
  _lower: [lower],
  _upper: [upper],
  _band_from: [band, from],
  _band_to: [band, under],
  _n: [{ en: 'of how many', ru: 'от какого числа', ky: 'канчанын ичинен' }],
  _before: [{ en: 'before', ru: 'ранее', ky: 'мурда' }],
  _change: [change],
  _change_lower: [change, lower],
  _change_upper: [change, upper],
}

export function meaningOf(name: string, plan: Plan): ColumnMeaning {
  const dimension = plan.dimensions.find((known) => known.name === name)
  if (dimension !== undefined)
    return { name, role: dimension.grain === undefined ? 'dimension' : 'time', unit: null, label: dimension.label }
  const remark = remarks[name]
  if (remark !== undefined) return { name, role: 'remark', unit: null, label: remark }
  const measure = plan.measures
    .filter((known) => name === known.name || name.startsWith(`${known.name}_`))
    .sort((one, other) => other.name.length - one.name.length)[0]
  if (measure === undefined) throw new Error(`the column ${name} belongs to no measure`)
  const suffix = name.slice(measure.name.length)
  const counted = unitCounted(plan)
  const unit = suffix === '_n' ? (counted ?? 'persons') : unitOf(suffix, measure, counted)
  const role = suffix === '' ? 'figure' : 'detail'
  return { name, role, unit, label: joined([measure.label, ...(details[suffix] ?? [])]), measure: measure.name }
}

/** What a dataset counts whose unit is a switch: that of the question, or units of several kinds. */
function unitCounted({ dataset, where }: Plan): string | undefined {
  if (dataset.switches['unit'] === undefined) return undefined
  const [asked, ...others] = where['unit'] ?? []
  return asked === undefined || others.length > 0 ? 'units' : (countedAs[asked] ?? 'units')
}

/** By the codes of the switch. A person counts once a year there, and is a person all the same. */
const countedAs: Readonly<Record<string, string>> = {
  person: 'persons',
  person_year: 'persons',
  case: 'cases',
  charge: 'charges',
  sanction: 'sanctions',
}

function unitOf(suffix: string, { form, unit }: Plan['measures'][number], counted: string | undefined): string {
  if (!suffix.startsWith('_change')) return 'count' in form ? (counted ?? unit) : unit
  return 'count' in form || unit === 'ratio' || unit === 'rate' ? 'growth' : unit
}

function joined(texts: readonly Text[]): Text {
  const said = (language: keyof Text) => texts.map((text) => text[language]).join(', ')
  return { ky: said('ky'), ru: said('ru'), en: said('en') }
}
