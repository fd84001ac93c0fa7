import type { z } from 'zod'
import { formerName, type Place, Refusal } from '#foundation'
import type { Setting, Settings } from './settings-file.ts'

/** Former names of settings, each with its current name. */
export function renamedSettings(shape: Readonly<Record<string, z.ZodType>>): ReadonlyMap<string, string> {
  const renames = Object.entries(shape).map(([name, schema]) => [formerName(schema), name] as const)
  return new Map(renames.filter((rename): rename is [string, string] => rename[0] !== undefined))
}

/**
 * The settings of one source under their current names. `warn` is called for each former name, with its place in a file.
 *
 * @throws {@link Refusal} `BAD_CONFIGURATION` when both names are set to different values
 */
export function underCurrentNames(
  settings: Settings,
  renames: ReadonlyMap<string, string>,
  warn: (warning: string) => void,
): Settings {
  const current = new Map(settings)
  for (const [formerly, name] of renames) {
    const setting = settings.get(formerly)
    if (setting === undefined) continue
    requireOneValue(setting, settings.get(name), formerly, name)
    warn(
      `${beginning(setting.place)}The setting ${formerly} is now called ${name}. The next version accepts only ${name}.`,
    )
    current.delete(formerly)
    current.set(name, setting)
  }
  return current
}

/** Where a sentence of a warning is about. */
function beginning({ file, line }: Place): string {
  return file === undefined ? '' : `${file}:${line}: `
}

function requireOneValue({ value, place }: Setting, other: Setting | undefined, formerly: string, name: string): void {
  if (other === undefined || other.value === value) return
  const message = `${name} and ${formerly} are one setting under its new and its former name, and have different values. Remove ${formerly}.`
  throw new Refusal('BAD_CONFIGURATION', message, { ...place, parameter: formerly })
}
