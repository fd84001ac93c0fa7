import { existsSync, readFileSync } from 'node:fs'
import { CORE_SCHEMA, loadAll, YAMLException } from 'js-yaml'
import { Refusal } from '#foundation'

/** Settings of a file that need not be there, by their names in capital letters. @throws {@link Refusal} `BAD_CONFIGURATION` */
export function settingsOfFile(
  path: string,
  { current, former }: { readonly current: readonly string[]; readonly former: readonly string[] },
): Readonly<Record<string, unknown>> {
  if (!existsSync(path)) return {}
  const settings = settingsIn(path)
  const unknown = Object.keys(settings).find((name) => ![...current, ...former].includes(name.toUpperCase()))
  if (unknown !== undefined) {
    throw new Refusal('BAD_CONFIGURATION', `taraza.yaml has the unknown setting "${unknown}".`, {
      file: path,
      allowed: current,
    })
  }
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name.toUpperCase(), value]))
}

function settingsIn(path: string): Record<string, unknown> {
  try {
    const [settings] = loadAll(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA })
    return (settings ?? {}) as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const message = `taraza.yaml cannot be read: ${error.reason}. Correct it; docs/configuration.md lists all settings.`
    throw new Refusal('BAD_CONFIGURATION', message, { file: path, line: (error.mark?.line ?? 0) + 1 }, { cause: error })
  }
}
