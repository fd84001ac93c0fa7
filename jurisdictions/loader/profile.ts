import { z } from 'zod'
import type { RegisterName } from './registers.ts'
import { text } from './texts.ts'
import { isTimeZone } from './time-zone.ts'

const partsOfProfile = {
  code: z
    .string()
    .regex(/^[a-z]{2}(-[a-z0-9]{1,3})?$/, 'is a country, such as kg, or a part of one, such as de-by')
    .describe('the country (ISO 3166-1), or a part of it (ISO 3166-2), in small letters'),
  name: text.describe('how readers know the country'),
  time_zone: z
    .string()
    .refine(isTimeZone, 'is no time zone, such as Asia/Bishkek')
    .describe('in which days begin, such as Asia/Bishkek'),
  finest_period: z
    .enum(['month', 'quarter', 'year'])
    .describe('the finest period that the dates of the registers allow'),
  year_starts: z
    .number()
    .int()
    .min(1)
    .max(12)
    .default(1)
    .describe(
      'the month, from 1 to 12, in which every year begins; a year is named by the calendar year of its first day',
    ),
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
    .array(
      z.strictObject({
        year: z.number().int().describe('the first year of the figure'),
        places: z.number().int().positive().describe('the official capacity of all prisons'),
      }),
    )
    .default([])
    .describe('places in prisons by the year from which each figure holds'),
  regimes: z
    .array(
      z.strictObject({
        code: z.string().describe('the name that contracts and crosswalks use'),
        from: z.iso.date().describe('its first day'),
      }),
    )
    .min(1)
    .describe('code regimes in order, each in force until the next begins'),
}

/** What a jurisdiction says of itself. @param registers - the names of those that there are */
export function profileSchema(registers: readonly RegisterName[]) {
  const register = z.enum(registers).describe('the name of a register')
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
    code: z.string().describe('the name that boards and notes use'),
    on: z.iso.date().describe('the day on which it took effect'),
    kind: z.enum(['code', 'law', 'amnesty', 'register']).describe('what changed'),
    breaks_series: z.boolean().describe('figures before and after are not fully comparable'),
    title: text.describe('what charts show at its day'),
    status: z.enum(['sample', 'confirmed']).describe('"sample" until the ministry confirms it'),
  }),
)

/** A change of law, an amnesty or a change of a register, with its day as an ISO date. */
export type LawChange = z.output<typeof lawChangesSchema>[number]
