import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type Fault, formerly, packagePath, requireNoFaults, tryYaml, type YamlFile } from '#foundation'
import { text } from '#jurisdictions'

export const chartKinds = [
  'lines',
  'stacked',
  'bars',
  'map',
  'table',
  'funnel',
  'effects',
  'bands',
  'dumbbell',
] as const

const name = z.string().regex(/^[a-z][a-z-]*$/)

/** A filter; `{custodial}` stands for the codes that a count of the dataset is narrowed to. */
const where = z.record(z.string(), z.string())
const accents = ['custodial', 'noncustodial'] as const

const seriesSchema = z.strictObject({ label: text, colour: z.enum(accents), where })

const panelSchema = z.strictObject({
  name,
  title: text,
  /** What it shows, for everybody: it is also the description for those who cannot see the chart. */
  description: formerly('about', text),
  dataset: z.string(),
  /** A question of the grammar, or of a method; `{year}` and the like stand for what the reader chose. */
  query: formerly('ask', z.record(z.string(), z.string())),
  method: z.string().optional(),
  /** Of several findings of a method the one that is drawn. */
  result: formerly('show', z.string().optional()),
  chart: z.enum(chartKinds),
  /** What is drawn: the measure, or its change where the question compares. */
  value: formerly('figure', z.enum(['value', 'change']).default('value')),
  /** A measure of the dataset whose growth since the base year is said in words. */
  trend: z.string().optional(),
  /** The finer dimension that is shown when the page is narrowed to one code of the one asked for. */
  drill_down: formerly('drill', z.string().optional()),
  /** Whether it shows plans: periods after the one that is looked at. */
  includes_future: formerly('ahead', z.boolean().default(false)),
  notes: z.array(text).default([]),
  /** Of figures that are all of one kind: the colour that it has wherever it is shown. */
  colour: z.enum(accents).optional(),
  /** Whether the table of counts by code ends with their sum. */
  total: z.boolean().default(false),
  /** Instead of a series for each code one for each group of codes. */
  series: z.array(seriesSchema).default([]),
})

/** A sentence about the change of a figure between two years, such as `headline_share` of the texts for `share`. */
const headlineSchema = z.strictObject({
  name,
  dataset: z.string(),
  measure: z.string(),
  where: where.default({}),
  /** What a share would be if others were counted: the measure that counts them, who they are, and the text that says so. */
  otherwise: z.strictObject({ text: z.string(), count: z.string(), where }).optional(),
})

/** A step of the way through the pages: to a panel of this page, or to another page. */
const stepSchema = z.strictObject({ text, panel: name.optional(), board: name.optional() })

const parameterSchema = z.strictObject({
  name: z.string(),
  label: text,
  min: formerly('least', z.number()),
  max: formerly('most', z.number()),
  step: z.number(),
  default: formerly('usual', z.number()),
  /** Shown and chosen as a percentage; the address holds the fraction. */
  percent: z.boolean().default(false),
})

const boardSchema = z.strictObject({
  /** Its place among the others. */
  order: z.number(),
  nav: text,
  /** `{place}` in it is the region that the reader chose, or the whole country. */
  title: text,
  /** The title of the first page where it is made of the panels of other pages, for a jurisdiction that has none of its own. */
  composed_title: text.optional(),
  description: formerly('about', text.optional()),
  /** The first page of the site. Neither it nor its charts have a name of a page in their addresses. */
  first: z.boolean().default(false),
  /** The board for those who may see figures of other levels, where this one is for the public alone. */
  levels: name.optional(),
  /** The way of a first visit. */
  steps: z.array(stepSchema).default([]),
  /** What changed between the two years, in words. */
  headlines: z.array(headlineSchema).default([]),
  /** Dimensions by which the reader may narrow the whole page. */
  filters: z.array(z.string()).default([]),
  /** For filters that a page calls otherwise than the catalog: their name, and the one for no filter. */
  filter_labels: formerly('filter_words', z.record(z.string(), z.strictObject({ label: text, all: text })).default({})),
  /** Whether quarters may be shown instead of years. */
  grains: z.boolean().default(false),
  /** Whether a year may be chosen that is compared with the base year: `{year}` and `{base}` are the later and the earlier. */
  years: z.boolean().default(false),
  /** Numbers that the reader may set. */
  parameters: formerly('inputs', z.array(parameterSchema).default([])),
  /** Whether the committee's packs are offered on it. */
  packs: z.boolean().default(false),
  panels: z.array(panelSchema).min(1),
})

/** A page that is described and not programmed. */
export type Board = z.infer<typeof boardSchema> & { readonly name: string }
export type BoardPanel = z.infer<typeof panelSchema>
export type BoardParameter = z.infer<typeof parameterSchema>
export type BoardHeadline = z.infer<typeof headlineSchema>

/** A board as its file says it. */
export type BoardFile = z.infer<typeof boardSchema>

/** What a folder of boards holds. */
export interface BoardFiles {
  /** Of all boards, also of those that cannot be read. */
  readonly names: readonly string[]
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
  const paths = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
  const files = paths.flatMap((path) => tryYaml(join(folder, path), boardSchema, 'BOARD_INVALID', faults) ?? [])
  const opened = { names: paths.map((path) => basename(path, '.yaml')), files, faults }
  if (folder === shippedFolder) shipped = opened
  return opened
}

/** Where a board lies after the language in the address. */
export function boardPath({ name, first }: Pick<Board, 'name' | 'first'>): string {
  return first ? '' : `d/${name}`
}

/** The name of the chart of a panel in addresses: the board, a hyphen, the panel; on the first page the panel alone. */
export function chartName({ name, first }: Pick<Board, 'name' | 'first'>, panel: Pick<BoardPanel, 'name'>): string {
  return first ? panel.name : `${name}-${panel.name}`
}

/** A board is called as its file. */
export function boardName({ path }: YamlFile<BoardFile>): string {
  return basename(path, '.yaml')
}
