import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Keys } from './lines-of-yaml.ts'
import { elementsOf, entriesOf, shapesOf } from './schema-keys.ts'

const formerNames = z.registry<{ readonly formerly: string }>()

/** A schema of a key that had another name. The former name is accepted for one version, with a note. */
export function formerly<Schema extends z.ZodType>(name: string, schema: Schema): Schema {
  const own = schema.clone()
  formerNames.add(own, { formerly: name })
  return own
}

/** The name that a key had before, or `undefined`. */
export function formerName(schema: z.core.$ZodType): string | undefined {
  return formerNames.get(schema)?.formerly
}

/** A former name in a file: where its value is now, and whether both names are there with different values. */
export interface FoundRename {
  readonly keys: Keys
  readonly formerly: string
  readonly isAmbiguous: boolean
}

/** A value as its schema names its keys now. What had a former name is added to `found`. */
export function underCurrentKeys(value: unknown, schema: z.ZodType, found: FoundRename[]): unknown {
  return renamedIn(value, [schema], [], found)
}

/** The keys to a place as the file has them. */
export function keysOfFile(keys: Keys, found: readonly FoundRename[]): Keys {
  return keys.map((key, at) => {
    const place = keys.slice(0, at + 1)
    return found.find((rename) => isDeepStrictEqual(rename.keys, place))?.formerly ?? key
  })
}

type Schemas = readonly z.core.$ZodType[]

/** No file of the configuration goes deeper; one that refers to itself has no end. */
const maxDepth = 40

function renamedIn(value: unknown, schemas: Schemas, keys: Keys, found: FoundRename[]): unknown {
  if (keys.length > maxDepth) return value
  if (Array.isArray(value)) {
    const elements = elementsOf(schemas)
    return value.map((item, at) => renamedIn(item, elements, [...keys, at], found))
  }
  if (typeof value !== 'object' || value === null) return value
  const current = new Map<string, unknown>()
  for (const [key, child] of Object.entries(value)) {
    const name = currentName(key, schemas)
    const place = [...keys, name]
    if (name !== key) found.push({ keys: place, formerly: key, isAmbiguous: differs(value, name, child) })
    if (name === key || !Object.hasOwn(value, name))
      current.set(name, renamedIn(child, entriesOf(schemas, name), place, found))
  }
  return Object.fromEntries(current)
}

function currentName(key: string, schemas: Schemas): string {
  const shapes = shapesOf(schemas)
  if (shapes.some((shape) => Object.hasOwn(shape, key))) return key
  const entries = shapes.flatMap((shape) => Object.entries(shape))
  return entries.find(([, schema]) => formerName(schema) === key)?.[0] ?? key
}

function differs(value: object, name: string, former: unknown): boolean {
  const current = Object.entries(value).find(([key]) => key === name)
  return current !== undefined && !isDeepStrictEqual(current[1], former)
}
