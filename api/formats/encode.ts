import type { Language } from '#jurisdictions'
import type { Answer, Catalog } from '#warehouse'
import { encodeArrow } from './arrow.ts'
import { encodeCsv } from './csv.ts'
import { describeAnswer, jsonAnswer } from './json.ts'

export const formats = ['json', 'csv', 'arrow'] as const
export type Format = (typeof formats)[number]

export const mediaTypes: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  arrow: 'application/vnd.apache.arrow.stream',
}

/** The bytes of an answer. Every format is written from the same typed columns. */
export function encodeAnswer(answer: Answer, catalog: Catalog, format: Format, language: Language): Buffer {
  switch (format) {
    case 'json':
      return Buffer.from(JSON.stringify(jsonAnswer(answer, catalog, language)))
    case 'csv':
      return Buffer.from(encodeCsv(answer.columns))
    case 'arrow': {
      const about = JSON.stringify(describeAnswer(answer, catalog, language))
      const bytes = encodeArrow(answer.columns, { taraza: about })
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
  }
}
