import { generationStore, upgradeNeeded } from '#warehouse'
import type { CommandModule } from '../../command-module.ts'
import { leftOutReport } from '../../nightly/left-out.ts'
import { finishNight } from '../../nightly/unfinished-night.ts'
import { takeWriterLock } from '../../nightly/writer-lock.ts'
import { exitCodes } from '../../output.ts'
import { brokenText, leftOutText } from '../../texts/report-text.ts'

export const generationsRollbackCommand: CommandModule<unknown, string> = {
  name: 'rollback',
  description: 'serve an earlier generation again; nothing is deleted',
  argument: { syntax: '<id>' },
  async action(_options, { configuration, terminal }, id) {
    const { TARAZA_HOME: home } = configuration
    const { builtAt } = generationStore.read(home, id)
    const giveBack = await takeWriterLock(home)
    try {
      finishNight(home)
      generationStore.rollBack(home, id)
      terminal.out(`The generation ${id} of ${builtAt} is served again.\n`)
      const needed = upgradeNeeded(home)
      if (needed !== undefined) terminal.err(`${needed}\n`)
      const report = leftOutReport(home, generationStore.current(home))
      if (report.leftOut.length > 0) terminal.out(leftOutText(report.leftOut))
      if (report.brokenFile !== null) terminal.err(brokenText(report))
      return exitCodes.done
    } finally {
      giveBack()
    }
  },
}
