import type { Language } from '#jurisdictions'
import type { Answer, Catalog } from '#warehouse'
import { describeAnswer } from './json.ts'
import { type Table, tableOf } from './table.ts'

/**
 * An answer as a JSON-stat 2.0 dataset. Its last dimension, `metric`, are the columns of figures; cells without a row have
 * no value. What stands beside the figures is in `note` and `extension`.
 *
 * @see JSON-stat 2.0, https://json-stat.org/full/
 */
export function jsonStat(answer: Answer, catalog: Catalog, language: Language) {
  const { columns: _columns, query, ...about } = describeAnswer(answer, catalog, language)
  const table = tableOf(answer, catalog, language)
  const { dimensions, figures } = table
  const size = [...dimensions.map(({ codes }) => codes.length), figures.length]
  const { value, status } = cellsOf(table, size)
  const named = (role: 'time' | 'geo') =>
    dimensions.filter(({ name, isTime }) => (role === 'time' ? isTime : areas.includes(name))).map(({ name }) => name)
  return {
    version: '2.0',
    class: 'dataset',
    label: catalog.datasets.get(answer.question.dataset)?.label[language],
    source: about.source,
    updated: answer.edition.builtAt,
    id: [...dimensions.map(({ name }) => name), 'metric'],
    size,
    role: { time: named('time'), geo: named('geo'), metric: ['metric'] },
    dimension: {
      ...Object.fromEntries(dimensions.map(({ name, label, codes }) => [name, { label, category: category(codes) }])),
      metric: {
        label: metricLabel[language],
        category: {
          ...category(figures.map(({ name, label }) => ({ code: name, label: label[language] }))),
          unit: Object.fromEntries(figures.map(({ name, unit }) => [name, { label: unit }])),
        },
      },
    },
    value,
    ...(Object.keys(status).length > 0 ? { status } : {}),
    note: about.notes.map(({ text }) => text),
    extension: { taraza: { ...about, query } },
  }
}

/** Values and remarks by the place of their cell, of which the last dimension counts fastest. */
function cellsOf({ places, figures, remarks, rows }: Table, size: readonly number[]) {
  const value: Record<string, number> = {}
  const status: Record<string, string> = {}
  for (let row = 0; row < rows; row++) {
    const at = places.reduce((sum, codes, index) => sum * (size[index] ?? 1) + (codes[row] ?? 0), 0)
    const remark = remarks.map(({ read }) => String(read(row))).filter((said) => !defaultStatuses.includes(said))
    for (const [index, { read }] of figures.entries()) {
      const cell = read(row)
      const place = at * figures.length + index
      if (typeof cell === 'number') value[place] = cell
      if (remark.length > 0) status[place] = remark.join(' ')
    }
  }
  return { value, status }
}

const defaultStatuses = ['complete', 'comparable', 'normal']
const areas = ['region', 'court']
const metricLabel: Readonly<Record<Language, string>> = { ky: 'Көрсөткүч', ru: 'Показатель', en: 'Measure' }

function category(codes: readonly { readonly code: string; readonly label: string }[]) {
  return {
    index: codes.map(({ code }) => code),
    label: Object.fromEntries(codes.map(({ code, label }) => [code, label])),
  }
}
