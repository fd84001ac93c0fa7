import type { Language, Text } from '#jurisdictions'
import type { Dataset } from '#warehouse'

/** Who maintains the structures. They describe the platform's own datasets; hand-overs use the receiver's structures. */
export const agency = 'TARAZA'
export const version = '1.0'
/** The code of a dimension that was not asked for: everybody together. */
export const total = '_T'

export interface Component {
  readonly id: string
  readonly name: Text
  /** The coded values, for those that have a list. */
  readonly codes?: readonly { readonly id: string; readonly name: Text; readonly parent?: string }[]
}

const totalCode = { id: total, name: { ky: 'Бардыгы', ru: 'Всего', en: 'Total' } }

const frequency: Component = {
  id: 'FREQ',
  name: { ky: 'Мезгилдүүлүгү', ru: 'Периодичность', en: 'Frequency' },
  codes: [
    { id: 'A', name: { ky: 'Жылдык', ru: 'Годовая', en: 'Annual' } },
    { id: 'Q', name: { ky: 'Кварталдык', ru: 'Квартальная', en: 'Quarterly' } },
    { id: 'M', name: { ky: 'Айлык', ru: 'Месячная', en: 'Monthly' } },
  ],
}

export const timePeriod: Component = {
  id: 'TIME_PERIOD',
  name: { ky: 'Мезгил', ru: 'Период', en: 'Time period' },
}

export const measureComponent: Component = {
  id: 'OBS_VALUE',
  name: { ky: 'Маани', ru: 'Значение', en: 'Observation value' },
}

/** FREQ, MEASURE and each dimension of a dataset that is not time, in the order of a key. */
export function dimensionsOf(dataset: Dataset): readonly Component[] {
  const measures = {
    id: 'MEASURE',
    name: { ky: 'Көрсөткүч', ru: 'Показатель', en: 'Measure' },
    codes: [...dataset.measures.values()].map(({ name, label }) => ({ id: name, name: label })),
  }
  const others = [...dataset.dimensions.values()]
    .filter(({ grain }) => grain === undefined)
    .map(({ name, label, codes }): Component => {
      const known = new Set(codes.map(({ code }) => code))
      const own = codes.map(({ code, label: words, parent }) => ({
        id: code,
        name: words,
        ...(parent !== undefined && known.has(parent) ? { parent } : {}),
      }))
      return { id: componentId(name), name: label, codes: [...own, totalCode] }
    })
  return [frequency, measures, ...others]
}

const observationStatus: Component = {
  id: 'OBS_STATUS',
  name: { ky: 'Байкоонун абалы', ru: 'Статус наблюдения', en: 'Observation status' },
  codes: [
    { id: 'A', name: { ky: 'Кадимки', ru: 'Обычное', en: 'Normal value' } },
    { id: 'B', name: { ky: 'Катардын үзүлүшү', ru: 'Разрыв ряда', en: 'Time series break' } },
    { id: 'P', name: { ky: 'Алдын ала', ru: 'Предварительное', en: 'Provisional value' } },
    { id: 'Q', name: { ky: 'Көрсөтүлбөйт', ru: 'Скрыто', en: 'Missing value; suppressed' } },
    { id: 'U', name: { ky: 'Ишенимдүүлүгү төмөн', ru: 'Низкая надёжность', en: 'Low reliability' } },
  ],
}

const confidentiality: Component = {
  id: 'CONF_STATUS',
  name: { ky: 'Купуялуулук', ru: 'Конфиденциальность', en: 'Confidentiality status' },
  codes: [
    { id: 'F', name: { ky: 'Эркин', ru: 'Свободно', en: 'Free' } },
    { id: 'A', name: { ky: 'Аз сан', ru: 'Малое число', en: 'Primary confidentiality, small counts' } },
    { id: 'N', name: { ky: 'Жарыяланбайт', ru: 'Не для публикации', en: 'Not for publication' } },
  ],
}

/** What stands with each observation. */
export const observationAttributes: readonly Component[] = [
  observationStatus,
  confidentiality,
  { id: 'UNIT_MEASURE', name: { ky: 'Өлчөм бирдиги', ru: 'Единица измерения', en: 'Unit of measure' } },
  { id: 'LOWER_BOUND', name: { ky: 'Төмөнкү чек', ru: 'Нижняя граница', en: 'Lower bound' } },
  { id: 'UPPER_BOUND', name: { ky: 'Жогорку чек', ru: 'Верхняя граница', en: 'Upper bound' } },
  { id: 'BASE_N', name: { ky: 'Канчанын ичинен', ru: 'От какого числа', en: 'Of how many' } },
  { id: 'BAND_FROM', name: { ky: 'Тилкенин башы', ru: 'Начало интервала', en: 'Band from' } },
  { id: 'BAND_TO', name: { ky: 'Тилкенин аягы', ru: 'Конец интервала', en: 'Band to' } },
]

/** What holds for all observations of a message. */
export const messageAttributes: readonly Component[] = [
  { id: 'RELEASE', name: { ky: 'Чыгарылыш', ru: 'Выпуск', en: 'Release' } },
  { id: 'PERTURBED', name: { ky: 'Коргоо ыкмасы', ru: 'Способ защиты', en: 'Protection' } },
  { id: 'COUNTING_RULE', name: { ky: 'Эсептөө эрежеси', ru: 'Правило подсчёта', en: 'Counting rule' } },
  { id: 'SOURCE', name: { ky: 'Булак', ru: 'Источник', en: 'Source' } },
  { id: 'NOTES', name: { ky: 'Эскертүүлөр', ru: 'Примечания', en: 'Notes' } },
]

export function componentId(name: string): string {
  return name.toUpperCase()
}

export function dataflowId({ name }: Pick<Dataset, 'name'>): string {
  return name.toUpperCase()
}

export function structureId({ name }: Pick<Dataset, 'name'>): string {
  return `DSD_${name.toUpperCase()}`
}

export function urn(kind: string, id: string): string {
  return `urn:sdmx:org.sdmx.infomodel.${kind}=${agency}:${id}(${version})`
}

/** A name in one language, and in all. */
export function named(name: Text, language: Language): { readonly name: string; readonly names: Text } {
  return { name: name[language], names: { ky: name.ky, ru: name.ru, en: name.en } }
}
