import pino from 'pino'
import { jsonAnswer, makeService, type Service } from '#api'
import { Refusal } from '#foundation'
import { type Dataset, datasetNamed, type Parameters, parseQuestion } from '#warehouse'
import type { PaperFigures } from './reckon.ts'

/** What the officer level says to a measure by some dimensions, or the code of its refusal. */
export type Reply = PaperFigures | string

export interface Officer {
  readonly datasets: readonly Dataset[]
  ask(dataset: Dataset, measure: string, by: readonly string[]): Promise<Reply>
  /** One figure of the answer to a question that has one row; another column than the measure where it is named. */
  figure(dataset: string, measure: string, question: Parameters, column?: string): Promise<unknown>
  notes(dataset: string, measure: string, question: Parameters): Promise<readonly string[]>
  close(): Promise<void>
}

export function officerOf(home: string, jurisdiction = 'kg'): Officer {
  const service = makeService({ home, jurisdiction, levels: ['officer'], log: pino({ level: 'silent' }) })
  return {
    datasets: [...service.catalog.datasets.values()],
    ask: async (dataset, measure, by) => {
      try {
        const { columns, rows } = await answerTo(service, dataset, { measure, by: by.join(',') })
        const at = columns.indexOf(measure)
        return new Map(rows.map((row) => [row.slice(0, at).join(','), row[at] as number | null]))
      } catch (error) {
        if (error instanceof Refusal) return error.code
        throw error
      }
    },
    figure: async (name, measure, question, column = measure) => {
      const dataset = datasetNamed(name, service.catalog)
      const { columns, rows } = await answerTo(service, dataset, { measure, ...question })
      if (rows.length > 1) throw new Error(`${rows.length} rows`)
      return rows[0]?.[columns.indexOf(column)]
    },
    notes: async (name, measure, question) => {
      const { notes } = await answerTo(service, datasetNamed(name, service.catalog), { measure, ...question })
      return notes
    },
    close: () => service.close(),
  }
}

async function answerTo(service: Service<'officer'>, dataset: Dataset, parameters: Parameters) {
  const asker = { who: 'paper', role: 'officer', purpose: 'to compare with paper' } as const
  const question = parseQuestion(parameters, dataset)
  const answer = await service.pin('officer', { asker }).ask(question, new AbortController().signal)
  const { columns, rows } = jsonAnswer(answer, service.catalog, 'en')
  return { columns: columns.map(({ name }) => name), rows, notes: answer.notes }
}
