import { z } from 'zod'
import { formerly } from '#foundation'
import { conditionSchema } from './condition.ts'
import { phrases } from './phrases.ts'
import { needsSchema } from './presupposed.ts'

const name = z.string().regex(/^[a-z_0-9]+$/)

/** A whole number per row of an answer: units of a cube, all or those of which a condition holds. */
export const countSchema = z.strictObject({
  cube: name,
  where: conditionSchema.optional(),
  label: phrases.optional().describe('who is counted, as a part of a formula; counts that a measure divides have one'),
})

/** How a measure is made of counts. */
export const formSchema = z.union([
  z.strictObject({ count: name }),
  z.strictObject({ share: name, of: name }),
  z.strictObject({ odds: name, of: name }),
  z.strictObject({ median: name, bands: name, of: name }),
  z
    .strictObject({ rate: name, of: z.string().regex(/^\w+\.\w+$/), per: z.number().positive() })
    .describe('a count over a count of an establishment dataset, averaged over the period'),
])

export const measureUnits = ['persons', 'cases', 'posts', 'share', 'ratio', 'months', 'rate'] as const

export const measureSchema = z.strictObject({
  expression: formerly('form', formSchema),
  unit: z.enum(measureUnits),
  needs: needsSchema.describe('columns without which it would measure other things than it says'),
  excluded_dimensions: formerly(
    'not_by',
    z.array(name).default([]).describe('dimensions that are part of what it measures'),
  ),
  label: phrases,
  definition: phrases.describe('`{formula}` stands for what is divided by what, in the words of the counts'),
})

export type BaseCount = z.output<typeof countSchema>
export type MeasureExpression = z.output<typeof formSchema>
export type MeasureUnit = (typeof measureUnits)[number]

/** The counts that a form is made of, without those of other datasets. */
export function baseCountsOf(form: MeasureExpression): readonly string[] {
  if ('count' in form) return [form.count]
  if ('share' in form) return [form.share, form.of]
  if ('odds' in form) return [form.odds, form.of]
  if ('median' in form) return [form.of]
  return [form.rate]
}
