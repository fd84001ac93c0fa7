import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeDurably } from '#foundation'
import { isRoot } from './accounts.ts'
import type { State, Step } from './step.ts'

interface WantedFile {
  readonly path: string
  readonly content: string
  readonly mode: number
  /** The number of the group that may read it. */
  readonly group?: number | undefined
}

/** A file of the system. One that is there with another content stays beside its new one. */
export function fileStep({ path, content, mode }: WantedFile): Step {
  return {
    what: path,
    state: () => stateOf(path, (present) => present === content),
    make: () => write({ path, content, mode }),
  }
}

/** Settings in the file of the environment, whose other lines are left as they are. It may get secrets: its group alone may read it. */
export function settingsStep(
  path: string,
  settings: ReadonlyMap<string, string>,
  group: () => number | undefined,
): Step {
  const lines = [...settings].map(([name, value]) => `${name}=${value}`)
  return {
    what: path,
    state: () => stateOf(path, (present) => lines.every((line) => present.split('\n').includes(line))),
    make: () => {
      const present = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [settingsTitle]
      const others = present.filter((line) => line.trim() !== '' && !settings.has(line.split('=')[0] ?? ''))
      write({ path, content: `${[...others, ...lines].join('\n')}\n`, mode: 0o640, group: group() })
    },
  }
}

const settingsTitle =
  '# Settings of Taraza, one NAME=value a line, without quotation marks: docs/configuration.md lists them.'

function stateOf(path: string, isAsWanted: (content: string) => boolean): State {
  if (!existsSync(path)) return 'missing'
  return isAsWanted(readFileSync(path, 'utf8')) ? 'there' : 'changed'
}

function write({ path, content, mode, group }: WantedFile): void {
  mkdirSync(dirname(path), { recursive: true })
  if (existsSync(path)) copyFileSync(path, `${path}.before`)
  writeDurably(path, content, mode)
  if (group !== undefined && isRoot()) chownSync(path, 0, group)
  chmodSync(path, mode)
}
