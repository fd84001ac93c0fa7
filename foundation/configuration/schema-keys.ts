import type { z } from 'zod'

/** The part of a schema's definition that says where other schemas lie inside. */
interface Inside {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly keyType?: z.core.$ZodType
  readonly valueType?: z.core.$ZodType
  readonly element?: z.core.$ZodType
  readonly innerType?: z.core.$ZodType
  readonly in?: z.core.$ZodType
  readonly options?: readonly z.core.$ZodType[]
  readonly entries?: Readonly<Record<string, string | number>>
}

const insideOf = (schema: z.core.$ZodType): Inside => schema._zod.def

/** The keys that a schema allows at a place; empty where it allows any, or where nothing has keys. */
export function keysAt(schema: z.core.$ZodType, place: readonly PropertyKey[]): readonly string[] {
  return [...new Set(schemasAt([schema], place).flatMap(keysOf))]
}

/** What objects may have as their keys, of all schemas that a value may meet. */
export function shapesOf(schemas: readonly z.core.$ZodType[]): readonly NonNullable<Inside['shape']>[] {
  return schemas.flatMap(unwrapped).flatMap((schema) => {
    const { shape } = insideOf(schema)
    return shape === undefined ? [] : [shape]
  })
}

/** The schemas of what stands under a key. */
export function entriesOf(schemas: readonly z.core.$ZodType[], key: string): readonly z.core.$ZodType[] {
  return schemasAt(schemas, [key])
}

/** The schemas of the items of a list. */
export function elementsOf(schemas: readonly z.core.$ZodType[]): readonly z.core.$ZodType[] {
  return schemas.flatMap(unwrapped).flatMap((schema) => insideOf(schema).element ?? [])
}

function schemasAt(schemas: readonly z.core.$ZodType[], place: readonly PropertyKey[]): readonly z.core.$ZodType[] {
  return place.reduce<readonly z.core.$ZodType[]>(
    (found, key) => found.flatMap(unwrapped).flatMap((schema) => childOf(insideOf(schema), key)),
    schemas,
  )
}

/** What is behind defaults, options and transforms. */
function unwrapped(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const { innerType, in: input, options } = insideOf(schema)
  if (options !== undefined) return options.flatMap(unwrapped)
  const inner = innerType ?? input
  return inner === undefined ? [schema] : unwrapped(inner)
}

function childOf({ shape, valueType, element }: Inside, key: PropertyKey): readonly z.core.$ZodType[] {
  const named = shape !== undefined && Object.hasOwn(shape, key) ? shape[String(key)] : undefined
  const found = named ?? valueType ?? element
  return found === undefined ? [] : [found]
}

function keysOf(schema: z.core.$ZodType): readonly string[] {
  return unwrapped(schema).flatMap((one) => {
    const { shape, keyType } = insideOf(one)
    return shape === undefined
      ? Object.values((keyType && insideOf(keyType).entries) ?? {}).map(String)
      : Object.keys(shape)
  })
}
