import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type Fault, packagePath, requireNoFaults, tryYaml, type YamlFile } from '#foundation'
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
  /** Shown and chosen as a percentage; the address holds the fraction. */
  percent: z.boolean().default(false),
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

/** A board as its file says it. */
export type BoardFile = z.infer<typeof boardSchema>

interface BoardFiles {
  readonly files: readonly YamlFile<BoardFile>[]
  readonly faults: readonly Fault[]
}

const shippedFolder = packagePath('dashboards', 'boards')
let shipped: BoardFiles | undefined

/**
 * All boards, in the order in which they are offered.
 *
 * @throws {@link Refusal} `BOARD_INVALID` with everything that is wrong in all files
 */
export function readBoards(folder = shippedFolder): readonly Board[] {
  const { files, faults } = openBoards(folder)
  requireNoFaults(faults)
  return files.map((file) => ({ name: boardName(file), ...file.value })).sort((one, other) => one.order - other.order)
}

/** The files of boards that can be read, and what is wrong with the others. Those that ship are read once. */
export function openBoards(folder = shippedFolder): BoardFiles {
  if (folder === shippedFolder && shipped !== undefined) return shipped
  const faults: Fault[] = []
  const names = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  const paths = names.sort().map((file) => join(folder, file))
  const files = paths.flatMap((path) => tryYaml(path, boardSchema, 'BOARD_INVALID', faults) ?? [])
  if (folder === shippedFolder) shipped = { files, faults }
  return { files, faults }
}

/** A board is called as its file. */
export function boardName({ path }: YamlFile<BoardFile>): string {
  return basename(path, '.yaml')
}
