import type { Text } from '#jurisdictions'
import type { Plan } from './plan.ts'

/** What a column is to its row: a part of the key, the figure itself, something that belongs to a figure, or a remark. */
export type Role = 'dimension' | 'time' | 'figure' | 'detail' | 'remark'

/** What a column of an answer means. */
export interface ColumnMeaning {
  readonly name: string
  readonly role: Role
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
  const unit = suffix === '_n' ? 'persons' : unitOf(suffix, measure)
  const role = suffix === '' ? 'figure' : 'detail'
  return { name, role, unit, label: joined([measure.label, ...(details[suffix] ?? [])]), measure: measure.name }
}

function unitOf(suffix: string, { form, unit }: Plan['measures'][number]): string {
  if (!suffix.startsWith('_change')) return unit
  return 'count' in form || unit === 'ratio' || unit === 'rate' ? 'growth' : unit
}

function joined(texts: readonly Text[]): Text {
  const said = (language: keyof Text) => texts.map((text) => text[language]).join(', ')
  return { ky: said('ky'), ru: said('ru'), en: said('en') }
}
