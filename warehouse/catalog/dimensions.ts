import { z } from 'zod'
import { packagePath, readYaml } from '#foundation'
import { type Code, codeList, type Jurisdiction, type Text, unknownCode } from '#jurisdictions'
import { type Grain, grains } from './periods.ts'
import { phrases } from './phrases.ts'

export interface Dimension {
  readonly name: string
  readonly label: Text
  /** For a time dimension its grain, for another one its codes in the order in which people should see them. */
  readonly grain?: Grain
  readonly codes: readonly Code[]
  /** The dimension above, such as the region of a court. */
  readonly above?: string
}

const schema = z.record(
  z.string(),
  z.strictObject({
    label: phrases,
    list: z.string().optional(),
    in: z.string().optional(),
    as: z.string().optional(),
  }),
)

const declared = readYaml(packagePath('warehouse', 'catalog', 'dimensions.yaml'), schema, 'CATALOG_INVALID')

/** The name by which readers know a declared dimension. */
export function nameOf(key: string): string {
  return declared[key]?.as ?? key
}

/** A declared dimension with the codes of a jurisdiction. */
export function dimensionOf(key: string, jurisdiction: Jurisdiction): Dimension {
  const declaration = declared[key]
  if (declaration === undefined) throw new Error(`no dimension ${key}`)
  const { label, list, in: above } = declaration
  const name = nameOf(key)
  const up = above === undefined ? {} : { above }
  const grain = grains.find((known) => known === name)
  if (grain !== undefined) return { name, label, grain, codes: [], ...up }
  return { name, label, codes: codesOf(list ?? '', jurisdiction), ...up }
}

/** A declared dimension with all those above it, finest first. */
export function withAbove(key: string): readonly string[] {
  const above = declared[key]?.in
  return above === undefined ? [key] : [key, ...withAbove(above)]
}

/** The values of attributes come from several lists; all others have a list of their own. */
function codesOf(list: string, jurisdiction: Jurisdiction): readonly Code[] {
  if (list !== 'attribute_values') return codeList(jurisdiction, list).codes
  const known = (code: Code) => code.code !== unknownCode
  const regimes = jurisdiction.profile.regimes.map(
    ({ code }): Code => ({
      code,
      label: { ky: code, ru: code, en: code },
      aliases: [],
      schemes: {},
      sample: false,
    }),
  )
  const [answers, citizenships] = [codeList(jurisdiction, 'yes_no').codes, codeList(jurisdiction, 'citizenships').codes]
  return [
    ...answers.filter(known),
    ...citizenships.filter(known),
    ...regimes,
    ...answers.filter((code) => !known(code)),
  ]
}
