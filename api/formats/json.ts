import type { z } from 'zod'
import type { Language } from '#jurisdictions'
import { type Answer, type Catalog, cellReader, datasetNamed } from '#warehouse'
import type { answerSchema } from './answer-schema.ts'
import { requireFiniteColumns } from './finite.ts'

type Frozen<T> = T extends object ? { readonly [Name in keyof T]: Frozen<T[Name]> } : T

/** The JSON form of an answer. The browser reads it, so it is part of the API's promises. */
export interface JsonAnswer extends Frozen<Omit<z.infer<typeof answerSchema>, 'query' | 'asked'>> {
  readonly query: unknown
  readonly asked?: unknown
}

type JsonNote = JsonAnswer['notes'][number]
type JsonEvent = JsonAnswer['events'][number]

/** Everything beside the rows, in one language: the same for every format. */
export function describeAnswer(answer: Answer, catalog: Catalog, language: Language): Omit<JsonAnswer, 'rows'> {
  const { edition } = answer
  const dataset = datasetNamed(answer.question.dataset, catalog)
  return {
    dataset: answer.question.dataset,
    release: edition.kind === 'release' ? edition.id : null,
    generation: edition.kind === 'generation' ? edition.id : null,
    asOf: edition.builtAt,
    level: answer.level,
    method: answer.method,
    synthetic: edition.synthetic,
    coarser: answer.coarser,
    period: answer.period,
    unit: dataset.unit[language],
    rule: dataset.rule[language],
    source: dataset.source[language],
    query: answer.question,
    ...(answer.asked === undefined ? {} : { asked: answer.asked }),
    columns: answer.columns.map(({ name, type }, index) => {
      const meaning = answer.meanings[index]
      return { name, type, unit: meaning?.unit ?? null, label: meaning?.label[language] ?? name }
    }),
    allRows: answer.allRows,
    notes: notesIn(answer, catalog, language),
    breaks: answer.breaks.map((change) => jsonEvent(change, language)),
    events: answer.events.map((change) => jsonEvent(change, language)),
    incomplete: answer.incomplete,
  }
}

function jsonEvent({ code, on, title, status }: Answer['events'][number], language: Language): JsonEvent {
  return { code, on, title: title[language], status }
}

function notesIn({ notes }: Answer, { notes: texts, jurisdiction }: Catalog, language: Language): readonly JsonNote[] {
  const said = notes.map((code) => ({ code, text: texts[code][language] }))
  return jurisdiction.caveat === undefined ? said : [...said, { code: 'caveat', text: jurisdiction.caveat[language] }]
}

/** An answer as the API writes it in JSON: what has to be said beside the figures, and each row as a list of cells. */
export function jsonAnswer(answer: Answer, catalog: Catalog, language: Language): JsonAnswer {
  requireFiniteColumns(answer.columns)
  const readers = answer.columns.map(cellReader)
  const rows = Array.from({ length: answer.rows }, (_, row) => readers.map((read) => read(row)))
  return { ...describeAnswer(answer, catalog, language), rows }
}
