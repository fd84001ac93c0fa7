import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import { type Fault, FileCheck, fault, type Place, tryYaml } from '#foundation'

/** A setting as it was given: in a file its place is told where something is wrong with it. */
export interface Setting {
  readonly value: unknown
  readonly place: Pick<Place, 'file' | 'line'>
}

/** What was set in one source, by names in capital letters. */
export type Settings = ReadonlyMap<string, Setting>

/** Where a fault is found that stands in no file. */
export const ofEnvironment = 'environment'

/** What is set to nothing is not set. */
export function settingsOfEnvironment(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.entries(environment).filter(([, value = '']) => value.trim() !== '')
  return new Map(given.map(([name, value]) => [name, { value, place: {} }]))
}

const code = 'BAD_CONFIGURATION'
const isOneValue = (value: unknown) => typeof value !== 'object' || value === null
const fileSchema = z.record(z.string(), z.unknown().refine(isOneValue, 'write one value here, no list')).nullish()

/**
 * Settings of a file that need not be there.
 *
 * @param known - the names of all settings; each former name is accepted too
 * @param faults - what is wrong in the file is added here
 */
export function settingsOfFile(
  path: string,
  known: readonly string[],
  formerNames: Iterable<string>,
  faults: Fault[],
): Settings {
  requireFullSuffix(path, faults)
  const file = existsSync(path) ? tryYaml(path, fileSchema, code, faults) : undefined
  if (file === undefined) return new Map()
  const check = new FileCheck(file, faults)
  const accepted = new Set([...known, ...formerNames])
  const spelled = new Map<string, string>()
  const lines = readFileSync(path, 'utf8').split(/\r?\n/)
  const writtenAt = (line = 0) => lines[line - 1]?.split(':').slice(1).join(':').split(/\s#/)[0]?.trim()
  const settings = Object.entries(file.value ?? {}).flatMap(([name, value]) => {
    const [setting, other] = [name.toUpperCase(), spelled.get(name.toUpperCase())]
    check.require(other === undefined, [name], `this is the setting "${other}" again. Remove one of them`)
    if (known.includes(`TARAZA_${setting}`))
      check.fault([name], `there is no setting "${name}". Did you mean "taraza_${name.toLowerCase()}"?`)
    else if (!accepted.has(setting)) check.isKnown([name], name.toLowerCase(), 'setting', known.map(inSmallLetters))
    spelled.set(setting, name)
    const text = String(value ?? '').trim()
    const isAsWritten = typeof value !== 'number' || writtenAt(file.lineOf([name])) === text
    check.require(isAsWritten, [name], 'write it in quotation marks: as a number it would be another text')
    return text === '' ? [] : [[setting, { value: text, place: { file: path, line: file.lineOf([name]) } }] as const]
  })
  return new Map(settings)
}

const inSmallLetters = (name: string) => name.toLowerCase()

/** Under `taraza.yml` settings would be passed over without a word. */
function requireFullSuffix(path: string, faults: Fault[]): void {
  const other = path.replace(/yaml$/, 'yml')
  if (existsSync(other))
    faults.push(fault({ code, file: other }, `this file is not read: rename it to ${basename(path)}`))
}
