import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import {
  disclosureSecret,
  generationStore,
  homeJurisdiction,
  pseudonymSecret,
  releaseStore,
  requireWholeRelease,
} from '#warehouse'
import { copyHome, requireApart, requireEmpty } from '../backup/copy-home.ts'
import type { CommandModule } from '../command-module.ts'
import { exitCodes } from '../output.ts'

/**
 * Makes a new home out of a backup, after checking it.
 *
 * @throws {@link Refusal} `NOT_EMPTY`, `NOT_A_BACKUP`, `RELEASE_BROKEN`, `SECRET_LOST`, `SECRET_BROKEN`, `SECRET_CHANGED`
 */
export const restoreCommand: CommandModule<unknown, string> = {
  name: 'restore',
  argument: { syntax: '<folder>', description: 'a backup' },
  description: 'make a new home out of a backup',
  action(_options, { configuration: { TARAZA_HOME: home }, terminal }, folder) {
    if (homeJurisdiction(folder) === undefined)
      throw new Refusal('NOT_A_BACKUP', 'This folder contains no backup: there is no home.json in it.', {
        file: folder,
      })
    requireApart(home, folder)
    requireEmpty(home)
    if (generationStore.list(folder).length > 0) pseudonymSecret(folder)
    const release = releaseStore.current(folder)
    if (release !== undefined) disclosureSecret(folder)
    if (release !== undefined) requireWholeRelease(folder, release)
    copyHome(folder, home)
    mkdirSync(join(home, 'incoming'), { recursive: true, mode: 0o700 })
    const generation = generationStore.current(home)?.id ?? 'none'
    terminal.out(`Restored. Release: ${release?.id ?? 'none'}, generation: ${generation}.\n`)
    return exitCodes.done
  },
}
