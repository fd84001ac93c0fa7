import type { Text } from '#jurisdictions'
import type { Plan } from './plan.ts'

/** What a column of an answer means. */
export interface ColumnMeaning {
  readonly name: string
  readonly unit: string | null
  readonly label: Text
}

const otherLabels: Readonly<Record<string, Text>> = {
  status: { en: 'Status of the period', ru: 'Статус периода', ky: 'Мезгилдин абалы' },
  comparison: { en: 'Comparison', ru: 'Сравнение', ky: 'Салыштыруу' },
  reliability: { en: 'Reliability', ru: 'Надёжность', ky: 'Ишенимдүүлүк' },
}

export function meaningOf(name: string, plan: Plan): ColumnMeaning {
  const dimension = plan.dimensions.find((known) => known.name === name)
  if (dimension !== undefined) return { name, unit: null, label: dimension.label }
  const other = otherLabels[name]
  if (other !== undefined) return { name, unit: null, label: other }
  const measure = plan.measures
    .filter((known) => name === known.name || name.startsWith(`${known.name}_`))
    .sort((one, other) => other.name.length - one.name.length)[0]
  if (measure === undefined) throw new Error(`the column ${name} belongs to no measure`)
  const suffix = name.slice(measure.name.length)
  return { name, unit: suffix === '_n' ? 'persons' : unitOf(suffix, measure), label: measure.label }
}

function unitOf(suffix: string, { form, unit }: Plan['measures'][number]): string {
  if (!suffix.startsWith('_change')) return unit
  return 'count' in form || unit === 'ratio' || unit === 'rate' ? 'growth' : unit
}
