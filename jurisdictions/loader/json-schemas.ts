import { z } from 'zod'
import { contractSchema } from './contract-schema.ts'
import { disclosureSchema } from './disclosure.ts'
import { personalSchema } from './personal.ts'
import { lawChangesSchema, profileSchema } from './profile.ts'
import { regionMapSchema } from './region-map.ts'
import { commonRegisters, registersSchema } from './registers.ts'
import { sdgSchema } from './sdg.ts'
import { themeSchema } from './theme.ts'

/**
 * The JSON Schemas of the files of a jurisdiction, for editors, by the names of the files. They offer the registers of the platform; a
 * jurisdiction may have others.
 */
export function jurisdictionSchemas(): Readonly<Record<string, unknown>> {
  const platform = [...commonRegisters().keys()]
  const schemas = {
    jurisdiction: profileSchema(platform),
    contract: contractSchema(z.union([z.enum(platform), z.string()])),
    disclosure: disclosureSchema,
    'law-changes': lawChangesSchema,
    registers: registersSchema,
    personal: personalSchema,
    sdg: sdgSchema,
    theme: themeSchema,
    map: regionMapSchema,
  }
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, z.toJSONSchema(schema as z.ZodType, { io: 'input' })]),
  )
}
