import type { z } from 'zod'
import { type Fault, fault, formerName, type Place } from '#foundation'
import { ofEnvironment, type Setting, type Settings } from './settings-file.ts'

/** Former names of settings, each with its current name. */
export function renamedSettings(shape: Readonly<Record<string, z.ZodType>>): ReadonlyMap<string, string> {
  const renames = Object.entries(shape).map(([name, schema]) => [formerName(schema), name] as const)
  return new Map(renames.filter((rename): rename is [string, string] => rename[0] !== undefined))
}

/**
 * The settings of one source under their current names. `warn` is called for each former name, with its place in a file;
 * two names with different values are added to `faults`.
 */
export function underCurrentNames(
  settings: Settings,
  renames: ReadonlyMap<string, string>,
  warn: (warning: string) => void,
  faults: Fault[],
): Settings {
  const current = new Map(settings)
  for (const [formerly, name] of renames) {
    const setting = settings.get(formerly)
    if (setting === undefined) continue
    if (settings.has(name) && settings.get(name)?.value !== setting.value)
      faults.push(twoValues(formerly, name, setting.place))
    warn(
      `${beginning(setting.place)}The setting ${formerly} is now called ${name}. The next version accepts only ${name}.`,
    )
    current.delete(formerly)
    if (!settings.has(name)) current.set(name, setting)
  }
  return current
}

/** Where a sentence of a warning is about. */
function beginning({ file, line }: Place): string {
  return file === undefined ? '' : `${file}:${line}: `
}

function twoValues(formerly: string, name: string, place: Setting['place']): Fault {
  const message = `${name} and ${formerly} are one setting under its new and its former name, and have different values. Remove ${formerly}.`
  return fault({ code: 'BAD_CONFIGURATION', file: ofEnvironment, ...place }, message)
}
