import pino from 'pino'
import { jsonAnswer, makeService, type Service } from '#api'
import { Refusal } from '#foundation'
import { type Dataset, parseQuestion, policyFor } from '#warehouse'
import type { Figures } from './reckon.ts'

/** What the officer level says to a measure by some dimensions, or the code of its refusal. */
export type Reply = Figures | string

export interface Officer {
  readonly datasets: readonly Dataset[]
  ask(dataset: Dataset, measure: string, by: readonly string[], more?: Readonly<Record<string, string>>): Promise<Reply>
  close(): Promise<void>
}

export function officerOf(home: string): Officer {
  const service = makeService({ home, jurisdiction: 'kg', levels: ['officer'], log: pino({ level: 'silent' }) })
  return {
    datasets: [...service.catalog.datasets.values()],
    ask: async (dataset, measure, by, more = {}) => {
      try {
        return await figuresOf(service, dataset, measure, { by: by.join(','), ...more })
      } catch (error) {
        if (error instanceof Refusal) return error.code
        throw error
      }
    },
    close: () => service.close(),
  }
}

async function figuresOf(
  service: Service<'officer'>,
  dataset: Dataset,
  measure: string,
  more: Readonly<Record<string, string>>,
): Promise<Figures> {
  const asker = { who: 'paper', role: 'officer', purpose: 'to compare with paper' } as const
  const question = parseQuestion({ measure, ...more }, dataset)
  const answer = await service.ask(question, policyFor('officer'), new AbortController().signal, asker)
  const { columns, rows } = jsonAnswer(answer, service.catalog, 'en')
  const at = columns.findIndex(({ name }) => name === measure)
  return new Map(rows.map((row) => [row.slice(0, at).join(','), row[at] as number | null]))
}
