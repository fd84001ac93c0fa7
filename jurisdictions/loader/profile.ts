import { z } from 'zod'
import type { RegisterName } from './registers.ts'
import { text } from './texts.ts'
import { isTimeZone } from './time-zone.ts'

const partsOfProfile = {
  code: z.string().regex(/^[a-z]{2}$/),
  name: text,
  time_zone: z.string().refine(isTimeZone, 'is no time zone, such as Asia/Bishkek'),
  finest_period: z
    .enum(['month', 'quarter', 'year'])
    .describe('the finest period that the dates of the registers allow'),
  base_year: z.number().int().describe('the year from which the headline growth is told'),
  headline_year: z
    .number()
    .int()
    .optional()
    .describe('the year that the first page compares with the base year, by default the last complete one'),
  source: text.describe('the line under each chart'),
  caveat: text.optional().describe('what every reader of these figures has to know'),
  handed_to_probation: z
    .array(z.string())
    .default(['SUSP', 'CSM'])
    .describe('sanction classes whose judgments in force probation has to register'),
  prison_places: z
    .array(z.strictObject({ year: z.number().int(), places: z.number().int().positive() }))
    .default([])
    .describe('places in prisons by the year from which each figure holds'),
  regimes: z
    .array(z.strictObject({ code: z.string(), from: z.iso.date() }))
    .min(1)
    .describe('code regimes in order, each in force until the next begins'),
}

/** What a jurisdiction says of itself. @param registers - the names of those that there are */
export function profileSchema(registers: readonly RegisterName[]) {
  const register = z.enum(registers)
  const from = z
    .string()
    .regex(/^\d{4}-Q[1-4]$/)
    .describe('the quarter in which the register began')
  const closing = z.union([
    register.transform((one) => ({ register: one, from: '0000-Q1' })),
    z.strictObject({ register, from }),
  ])
  return z.strictObject({
    ...partsOfProfile,
    closes_quarter: z
      .array(closing)
      .default([{ register: 'sentences', from: '0000-Q1' }])
      .describe('registers of which a delivery has to cover the whole of a quarter before it is closed'),
  })
}

/** What a jurisdiction says of itself in `jurisdiction.yaml`. */
export type Profile = z.output<ReturnType<typeof profileSchema>>

export const lawChangesSchema = z.array(
  z.strictObject({
    code: z.string(),
    on: z.iso.date(),
    kind: z.enum(['code', 'law', 'amnesty', 'register']),
    breaks_series: z.boolean().describe('figures before and after are not fully comparable'),
    title: text,
    status: z.enum(['sample', 'confirmed']),
  }),
)

/** A change of law, an amnesty or a change of a register, with its day as an ISO date. */
export type LawChange = z.output<typeof lawChangesSchema>[number]
