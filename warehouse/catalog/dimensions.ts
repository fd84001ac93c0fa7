import { type Code, type Jurisdiction, type Text, unknownCode } from '#jurisdictions'
import type { DimensionDeclaration } from './declarations.ts'
import { type Grain, grains } from './periods.ts'

/** A respect in which the figures of a dataset can be divided and filtered. */
export interface Dimension {
  readonly name: string
  readonly label: Text
  /** For a time dimension its grain, for another one its codes in the order in which people should see them. */
  readonly grain?: Grain
  readonly codes: readonly Code[]
  /** The dimension above, such as the region of a court. */
  readonly above?: string
}

/** Declared dimensions by their key. */
export type DimensionDeclarations = Readonly<Record<string, DimensionDeclaration>>

/** The codes of a list of a jurisdiction. */
export type CodesOfList = (list: string) => readonly Code[]

/** The name by which readers know a declared dimension. */
export function nameOf(key: string, declared: DimensionDeclarations): string {
  return declared[key]?.alias ?? key
}

/** A declared dimension with the codes of its list. */
export function dimensionOf(
  key: string,
  { profile }: Pick<Jurisdiction, 'profile'>,
  codesOfList: CodesOfList,
  declared: DimensionDeclarations,
): Dimension {
  const declaration = declared[key]
  if (declaration === undefined) throw new Error(`no dimension ${key}`)
  const { label, list, parent: above } = declaration
  const name = nameOf(key, declared)
  const up = above === undefined ? {} : { above }
  const grain = grains.find((known) => known === name)
  if (grain !== undefined) return { name, label, grain, codes: [], ...up }
  const codes = list === attributeValues ? valuesOfAttributes(profile, codesOfList) : codesOfList(list ?? '')
  return { name, label, codes, ...up }
}

/** A declared dimension with all those above it, finest first. */
export function withAncestors(key: string, declared: DimensionDeclarations): readonly string[] {
  const above = declared[key]?.parent
  return above === undefined ? [key] : [key, ...withAncestors(above, declared)]
}

/** The values of attributes come from several lists; all other dimensions have a list of their own. */
export const attributeValues = 'attribute_values'

function valuesOfAttributes({ regimes }: Jurisdiction['profile'], codesOfList: CodesOfList): readonly Code[] {
  const known = (code: Code) => code.code !== unknownCode
  const [answers, citizenships] = [codesOfList('yes_no'), codesOfList('citizenships')]
  const ofRegimes = regimes.map(
    ({ code }): Code => ({ code, label: { ky: code, ru: code, en: code }, aliases: [], schemes: {}, sample: false }),
  )
  return [
    ...answers.filter(known),
    ...citizenships.filter(known),
    ...ofRegimes,
    ...answers.filter((code) => !known(code)),
  ]
}
