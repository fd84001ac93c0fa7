import { CORE_SCHEMA, load } from 'js-yaml'
import { z } from 'zod'
import type { Fault } from '../refusal/refusal.ts'
import { fault, faultsIn, requireNoFaults } from './fault.ts'
import { type Keys, LinesOfYaml } from './lines-of-yaml.ts'
import { readUtf8 } from './read-text.ts'
import { type FoundRename, keysOfFile, underCurrentKeys } from './renamed-keys.ts'
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
  const read = quicklyRead(text)
  const quickly = read && schema.safeParse(read.value)
  if (quickly?.success) return { path, code, value: quickly.data, lineOf: (keys) => slowly().lineOf(keys) }
  requireNoFaults(slowly().faults.map((one) => ({ code, file: path, ...one })))
  const renames: FoundRename[] = []
  const value = underCurrentKeys(read?.value ?? slowly().value, schema, renames)
  const lineOf = (keys: Keys) => slowly().lineOf(keysOfFile(keys, renames))
  tellRenames(renames, { path, code, lineOf })
  const checked = schema.safeParse(value)
  if (checked.success) return { path, code, value: checked.data, lineOf }
  requireNoFaults(schemaFaults(checked.error.issues, schema, { code, file: path, value, lineOf }))
  throw checked.error
}

/** Reads a file that its schema refuses, as far as YAML can be read: for what hangs together in it. `undefined` where it cannot. */
export function openLoosely(path: string, schema: z.ZodType, code: string): YamlFile<unknown> | undefined {
  const file = tryYaml(path, z.unknown(), code, [])
  if (file === undefined) return undefined
  const renames: FoundRename[] = []
  const value = underCurrentKeys(file.value, schema, renames)
  return { ...file, value, lineOf: (keys) => file.lineOf(keysOfFile(keys, renames)) }
}

let noteOfRename: (note: Fault) => void = () => {}
let toldRenames = 0

/** How many keys under a former name were told in this process, to anybody or nobody. */
export function renamedKeysTold(): number {
  return toldRenames
}

/** From now on each key under a former name is told to `listen`. Returns what ends that. */
export function onRenamedKey(listen: (note: Fault) => void): () => void {
  const before = noteOfRename
  noteOfRename = listen
  return () => {
    noteOfRename = before
  }
}

/** @throws {@link Refusal} where both names of a key are there with different values */
function tellRenames(renames: readonly FoundRename[], { path, code, lineOf }: Omit<YamlFile<unknown>, 'value'>): void {
  const notes = renames.map(({ keys, formerly, isAmbiguous }) => {
    const place = { code, file: path, line: lineOf(keys) }
    const name = String(keys.at(-1))
    const where = keys.slice(0, -1).join('.') || 'the file'
    const both = `${where}: "${name}" and "${formerly}" are one key under its new and its former name, and differ. Remove "${formerly}".`
    const message = `${where}: "${formerly}" is now called "${name}". The next version accepts only "${name}".`
    return { isAmbiguous, note: fault(place, isAmbiguous ? both : message) }
  })
  requireNoFaults(notes.flatMap(({ isAmbiguous, note }) => (isAmbiguous ? [note] : [])))
  toldRenames += notes.length
  for (const { note } of notes) noteOfRename(note)
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

/** `undefined` for what the other parser has to judge: faults of syntax, and parts that stand for others and may grow without end. */
function quicklyRead(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: load(text, { schema: CORE_SCHEMA, maxAliases: 0 }) }
  } catch {
    return undefined
  }
}
