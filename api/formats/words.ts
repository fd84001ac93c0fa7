import type { Text } from '#jurisdictions'

/** What is written into files beside figures, labels and notes of the catalog. */
export const fileWords = {
  data: { ky: 'Маалыматтар', ru: 'Данные', en: 'Data' },
  about: { ky: 'Маалымкат', ru: 'О данных', en: 'About' },
  notes: { ky: 'Эскертүүлөр', ru: 'Примечания', en: 'Notes' },
  definitions: { ky: 'Аныктамалар', ru: 'Определения', en: 'Definitions' },
  sources: { ky: 'Булактар', ru: 'Источники', en: 'Sources' },
  dataset: { ky: 'Маалымат топтому', ru: 'Набор данных', en: 'Dataset' },
  measure: { ky: 'Көрсөткүч', ru: 'Показатель', en: 'Measure' },
  unit: { ky: 'Эсеп бирдиги', ru: 'Единица учёта', en: 'Unit' },
  rule: { ky: 'Эсептөө эрежеси', ru: 'Правило подсчёта', en: 'Counting rule' },
  period: { ky: 'Мезгил', ru: 'Период', en: 'Period' },
  release: { ky: 'Чыгарылыш', ru: 'Выпуск', en: 'Release' },
  level: { ky: 'Деңгээл', ru: 'Уровень', en: 'Level' },
  method: { ky: 'Коргоо ыкмасы', ru: 'Способ защиты', en: 'Protection' },
  synthetic: { ky: 'Синтетикалык маалымат', ru: 'Синтетические данные', en: 'Synthetic data' },
  yes: { ky: 'ооба', ru: 'да', en: 'yes' },
  no: { ky: 'жок', ru: 'нет', en: 'no' },
  source: { ky: 'Булак', ru: 'Источник', en: 'Source' },
  law: { ky: 'Мыйзам', ru: 'Закон', en: 'Law' },
  incomplete: { ky: 'Толук эмес мезгил', ru: 'Неполный период', en: 'Incomplete period' },
  total: { ky: 'Жалпы', ru: 'Всего', en: 'Total' },
  code: { ky: 'коду', ru: 'код', en: 'code' },
} satisfies Record<string, Text>
