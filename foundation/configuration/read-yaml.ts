import { CORE_SCHEMA, load } from 'js-yaml'
import type { z } from 'zod'
import type { Fault } from '../refusal/refusal.ts'
import { faultsIn, requireNoFaults } from './fault.ts'
import { type Keys, LinesOfYaml } from './lines-of-yaml.ts'
import { readUtf8 } from './read-text.ts'
import { schemaFaults } from './schema-faults.ts'

/** A file of the configuration that was read: what is in it, and on which line each part of it stands. */
export interface YamlFile<T> {
  readonly path: string
  readonly code: string
  readonly value: T
  /** The line of the key, or of the item of a list; of what is not there the line of what it would be in. */
  lineOf(keys: Keys): number
}

/**
 * Reads a YAML file and checks it by a schema.
 *
 * @param code - by which faults of this kind of file are told, such as `BOARD_INVALID`
 * @throws {@link Refusal} with this code and all faults of the file: line, what is wrong there, what is allowed
 */
export function readYaml<Schema extends z.ZodType>(path: string, schema: Schema, code: string): z.output<Schema> {
  return openYaml(path, schema, code).value
}

/** Like {@link readYaml}, for who checks further what was read. */
export function openYaml<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  code: string,
): YamlFile<z.output<Schema>> {
  const text = readUtf8(path, code)
  // Lines are known to a parser that takes three times as long: it is asked only where something is wrong.
  let lines: LinesOfYaml | undefined
  const slowly = () => {
    lines ??= new LinesOfYaml(text)
    return lines
  }
  const quickly = schema.safeParse(quicklyRead(text))
  const checked = quickly.success ? quickly : schema.safeParse(slowly().value)
  if (!quickly.success) requireNoFaults(slowly().faults.map((one) => ({ code, file: path, ...one })))
  if (checked.success) return { path, code, value: checked.data, lineOf: (keys) => slowly().lineOf(keys) }
  const about = { code, file: path, value: slowly().value, lineOf: (keys: Keys) => slowly().lineOf(keys) }
  requireNoFaults(schemaFaults(checked.error.issues, schema, about))
  throw checked.error
}

/** Reads as much as can be read: what is wrong is added to `faults`, and the file is left out. */
export function tryYaml<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  code: string,
  faults: Fault[],
): YamlFile<z.output<Schema>> | undefined {
  try {
    return openYaml(path, schema, code)
  } catch (error) {
    faults.push(...faultsIn(error))
    return undefined
  }
}

function quicklyRead(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA })
  } catch {
    return undefined
  }
}
