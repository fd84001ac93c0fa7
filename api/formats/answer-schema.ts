import { z } from 'zod'

const event = z.object({ code: z.string(), on: z.iso.date(), title: z.string(), status: z.string() })
const day = z.iso.date()

/** The JSON form of an answer, for those who check what they receive. */
export const answerSchema = z
  .object({
    dataset: z.string(),
    release: z.string().nullable().describe('of public and analysts’ answers'),
    generation: z.string().nullable().describe('of officers’ answers'),
    asOf: z.iso.datetime(),
    level: z.enum(['public', 'analyst', 'officer']),
    method: z.string().describe('how the figures are protected'),
    synthetic: z.boolean(),
    coarser: z
      .array(z.string())
      .nullable()
      .describe('the dimensions of the answer where it is coarser than the question'),
    period: z.object({ from: day, to: day }).nullable(),
    unit: z.string(),
    rule: z.string(),
    source: z.string(),
    query: z.record(z.string(), z.unknown()).describe('the question that is answered'),
    asked: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('the question as it was asked, where analysts are told the answer to another one'),
    columns: z.array(z.object({ name: z.string(), type: z.string(), unit: z.string().nullable(), label: z.string() })),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
    allRows: z.number().int().describe('rows before limit and offset'),
    notes: z.array(z.object({ code: z.string(), text: z.string() })),
    breaks: z.array(event),
    events: z.array(event),
    incomplete: z.array(z.object({ period: z.string(), coveredFrom: day, coveredTo: day })),
  })
  .meta({ id: 'Answer' })
