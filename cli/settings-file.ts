import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Fault, FileCheck, openYaml, type Place, requireNoFaults } from '#foundation'

/** A setting as it was given: in a file its place is told where something is wrong with it. */
export interface Setting {
  readonly value: unknown
  readonly place: Pick<Place, 'file' | 'line'>
}

/** What was set in one source, by names in capital letters. */
export type Settings = ReadonlyMap<string, Setting>

/** What is set to nothing is not set. */
export function settingsOfEnvironment(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.entries(environment).filter(([, value = '']) => value.trim() !== '')
  return new Map(given.map(([name, value]) => [name, { value, place: {} }]))
}

const code = 'BAD_CONFIGURATION'
const isOneValue = (value: unknown) => typeof value !== 'object' || value === null
const fileSchema = z.record(z.string(), z.unknown().refine(isOneValue, 'write one value here, no list')).nullish()

/** Settings of a file that need not be there. @throws {@link Refusal} `BAD_CONFIGURATION` with all faults of the file */
export function settingsOfFile(path: string, known: readonly string[]): Settings {
  if (!existsSync(path)) return new Map()
  const file = openYaml(path, fileSchema, code)
  const faults: Fault[] = []
  const check = new FileCheck(file, faults)
  const spelled = new Map<string, string>()
  const lines = readFileSync(path, 'utf8').split(/\r?\n/)
  const writtenAt = (line = 0) => lines[line - 1]?.split(':').slice(1).join(':').split(/\s#/)[0]?.trim()
  const settings = Object.entries(file.value ?? {}).flatMap(([name, value]) => {
    const [setting, other] = [name.toUpperCase(), spelled.get(name.toUpperCase())]
    check.require(other === undefined, [name], `this is the setting "${other}" again. Remove one of them`)
    check.isKnown([name], setting, 'setting', known)
    spelled.set(setting, name)
    const text = String(value ?? '').trim()
    const isAsWritten = typeof value !== 'number' || writtenAt(file.lineOf([name])) === text
    check.require(isAsWritten, [name], 'write it in quotation marks: as a number it would be another text')
    return text === '' ? [] : [[setting, { value: text, place: { file: path, line: file.lineOf([name]) } }] as const]
  })
  requireNoFaults(faults)
  return new Map(settings)
}
