import { z } from 'zod'
import { languages } from '#jurisdictions'
import { type Catalog, levels } from '#warehouse'
import type { OperationDescription } from './operation.ts'

/** Parameters that many operations have. */
export const languageParameter = z
  .enum(languages)
  .optional()
  .meta({ description: 'language of labels and notes; or by Accept-Language, without both English' })

export const levelParameter = z.enum(levels).optional().meta({ description: 'levels other than public need a token' })

/** The query of an operation whose answer only has a language. */
export const languageQuery = z.object({ lang: languageParameter })

/** The header in which programs say why. */
export const purposeHeaders = z.object({
  'Taraza-Purpose': z.string().optional().meta({ description: 'why exact figures are needed; for the level officer' }),
})

/** A dataset by its name, needed. */
export function datasetParameter({ datasets }: Catalog) {
  return z.enum([...datasets.keys()]).meta({ description: 'as the catalog names them', example: 'sentences' })
}

/** A part of a path. */
export function pathParameter(description: string, example: string) {
  return z.string().meta({ description, example })
}

/** A parameter as people read of it. */
export interface DescribedParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly description: string
  readonly isRequired: boolean
}

/** The parameters of an operation in the order in which people read of them. */
export function describedParameters({ parameters = {} }: OperationDescription): readonly DescribedParameter[] {
  return (['path', 'query', 'header'] as const).flatMap((place) =>
    Object.entries(parameters[place]?.shape ?? {}).map(([name, schema]) => ({
      name,
      in: place,
      description: z.globalRegistry.get(schema)?.description ?? '',
      isRequired: !z.safeParse(schema, undefined).success,
    })),
  )
}
