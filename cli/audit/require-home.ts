import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'

/** Whoever names no home, or another one, is not told that its log is whole. @throws {@link Refusal} `NO_HOME` */
export function requireHome(home: string): void {
  if (existsSync(join(home, 'home.json'))) return
  const message = 'There is no home of an installation here. Name it by TARAZA_HOME, as the service does.'
  throw new Refusal('NO_HOME', message, { file: home })
}
