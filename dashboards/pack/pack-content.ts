import { z } from 'zod'
import { type Fault, formerly, packagePath, readYaml, tryYaml, type YamlFile } from '#foundation'
import { text } from '#jurisdictions'

const name = z.string().regex(/^[a-z][a-z-]*$/)

/** Parts that are made of what a release says of itself. */
export const ownParts = ['sdg', 'quality', 'revisions', 'methods'] as const

const sectionSchema = z.strictObject({
  name,
  title: text,
  /** Panels of boards, as board-panel. */
  panels: z.array(name).default([]),
  part: z.enum(ownParts).optional(),
})

const keyFigureSchema = z.strictObject({
  dataset: z.string(),
  measure: z.string(),
  where: z.record(z.string(), z.string()).default({}),
  title: text.optional(),
})

const contentSchema = z.strictObject({
  title: text,
  /** Periods of series that are shown: years and quarters up to the quarter of the pack. */
  quarters: z.number().int().min(5).max(60),
  key_figures: formerly('strip', z.array(keyFigureSchema)),
  sections: z.array(sectionSchema).min(1),
})

/** What the pack holds, in order: a file that the committee's secretary edits. */
export type PackContent = z.infer<typeof contentSchema>
export type PackSection = PackContent['sections'][number]

export const shippedPack = packagePath('dashboards', 'pack', 'pack.yaml')
const invalid = 'PACK_CONTENT'

/** @throws {@link Refusal} `PACK_CONTENT` with what is wrong in the file */
export function readPackContent(path = shippedPack): PackContent {
  return readYaml(path, contentSchema, invalid)
}

/** The file of the pack, where it can be read; what is wrong with it is added to `faults`. */
export function openPackContent(path: string, faults: Fault[]): YamlFile<PackContent> | undefined {
  return tryYaml(path, contentSchema, invalid, faults)
}
