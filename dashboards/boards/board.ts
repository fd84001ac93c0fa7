import { readdirSync } from 'node:fs'
import { z } from 'zod'
import { packagePath, readYaml } from '#foundation'
import { text } from '#jurisdictions'

export const chartKinds = ['lines', 'stacked', 'bars', 'map', 'table', 'funnel', 'effects', 'bands'] as const

const name = z.string().regex(/^[a-z][a-z-]*$/)

const panelSchema = z.strictObject({
  name,
  title: text,
  /** What it shows, for everybody: it is also the description for those who cannot see the chart. */
  about: text,
  dataset: z.string(),
  /** A question of the grammar, or of a method; `{year}` and the like stand for what the reader chose. */
  ask: z.record(z.string(), z.string()),
  method: z.string().optional(),
  /** Of several findings of a method the one that is drawn. */
  show: z.string().optional(),
  chart: z.enum(chartKinds),
  /** What is drawn: the measure, or its change where the question compares. */
  figure: z.enum(['value', 'change']).default('value'),
  /** A measure of the dataset whose growth since the base year is said in words. */
  trend: z.string().optional(),
  /** The finer dimension that is shown when the page is narrowed to one code of the one asked for. */
  drill: z.string().optional(),
  /** Whether it shows plans: periods after the one that is looked at. */
  ahead: z.boolean().default(false),
  notes: z.array(text).default([]),
})

const inputSchema = z.strictObject({
  name: z.string(),
  label: text,
  least: z.number(),
  most: z.number(),
  step: z.number(),
  usual: z.number(),
})

const boardSchema = z.strictObject({
  /** Its place among the others. */
  order: z.number(),
  nav: text,
  title: text,
  about: text,
  /** Dimensions by which the reader may narrow the whole page. */
  filters: z.array(z.string()).default([]),
  /** Whether quarters may be shown instead of years. */
  grains: z.boolean().default(false),
  /** Numbers that the reader may set. */
  inputs: z.array(inputSchema).default([]),
  /** Whether the committee's packs are offered on it. */
  packs: z.boolean().default(false),
  panels: z.array(panelSchema).min(1),
})

/** A page that is described and not programmed. */
export type Board = z.infer<typeof boardSchema> & { readonly name: string }
export type BoardPanel = z.infer<typeof panelSchema>
export type BoardInput = z.infer<typeof inputSchema>

/** All boards, in the order in which they are offered. @throws Error for a file that is no board */
export function readBoards(folder = packagePath('dashboards', 'boards')): readonly Board[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({
      name: file.replace('.yaml', ''),
      ...readYaml(`${folder}/${file}`, boardSchema, 'BOARD_INVALID'),
    }))
    .sort((one, other) => one.order - other.order)
}
