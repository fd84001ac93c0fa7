import type { z } from 'zod'
import { formerName, Refusal } from '#foundation'

/** Former names of settings, each with its current name. */
export function renamedSettings(shape: Readonly<Record<string, z.ZodType>>): ReadonlyMap<string, string> {
  const renames = Object.entries(shape).map(([name, schema]) => [formerName(schema), name] as const)
  return new Map(renames.filter((rename): rename is [string, string] => rename[0] !== undefined))
}

/**
 * The settings of one source under their current names. `warn` is called for each former name.
 *
 * @throws {@link Refusal} `BAD_CONFIGURATION` when both names are set to different values
 */
export function underCurrentNames(
  settings: Readonly<Record<string, unknown>>,
  renames: ReadonlyMap<string, string>,
  warn: (warning: string) => void,
): Readonly<Record<string, unknown>> {
  const current = { ...settings }
  for (const [formerly, name] of renames) {
    const value = settings[formerly]
    if (value === undefined) continue
    requireOneValue(settings, formerly, name)
    warn(`The setting ${formerly} is now called ${name}. The next version accepts only ${name}.`)
    delete current[formerly]
    current[name] = value
  }
  return current
}

function requireOneValue(settings: Readonly<Record<string, unknown>>, formerly: string, name: string): void {
  if (settings[name] === undefined || String(settings[name]) === String(settings[formerly])) return
  const message = `${name} and ${formerly} are one setting under its new and its former name, and have different values. Remove ${formerly}.`
  throw new Refusal('BAD_CONFIGURATION', message, { parameter: formerly })
}
