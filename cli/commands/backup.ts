import { Refusal } from '#foundation'
import { homeJurisdiction } from '#warehouse'
import { copyHome, requireApart, requireEmpty } from '../backup/copy-home.ts'
import type { CommandModule } from '../command-module.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { exitCodes } from '../output.ts'

/**
 * Copies a home as it is between two runs. It holds the secrets: whoever has it can read everything, so it belongs where the
 * home belongs.
 *
 * @throws {@link Refusal} `NOT_EMPTY`, `NOT_APART`, `NO_DATA`, `ANOTHER_RUN`
 */
export const backupCommand: CommandModule<unknown, string> = {
  name: 'backup',
  argument: { syntax: '<folder>', description: 'an empty folder' },
  description: 'copy the whole home, secrets included',
  async action(_options, { configuration: { TARAZA_HOME: home }, terminal }, folder) {
    if (homeJurisdiction(home) === undefined) throw new Refusal('NO_DATA', 'There is nothing to back up yet.')
    requireApart(folder, home)
    requireEmpty(folder)
    const giveBack = await takeWriterLock(home)
    try {
      copyHome(home, folder)
    } finally {
      giveBack()
    }
    terminal.out(`Backed up to ${folder}. It holds the secrets of this home: keep it as safe.\n`)
    return exitCodes.done
  },
}
