import { anchorAuditLog } from '#api'
import { requireHome } from '../../audit/require-home.ts'
import type { CommandModule } from '../../command-module.ts'
import { takeWriterLock } from '../../nightly/writer-lock.ts'
import { exitCodes } from '../../output.ts'

/** The line is to be kept where this machine cannot change it. */
export const auditAnchorCommand: CommandModule = {
  name: 'anchor',
  description: 'sign what is in the log now, and print the line to be kept outside',
  async action(_options, { configuration: { TARAZA_HOME: home }, terminal }) {
    requireHome(home)
    const giveBack = await takeWriterLock(home)
    try {
      const anchor = anchorAuditLog(home, new Date())
      if (anchor === undefined) terminal.err('Nothing to sign: nobody was answered so far.\n')
      else terminal.out(`${JSON.stringify(anchor)}\n`)
      return exitCodes.done
    } finally {
      giveBack()
    }
  },
}
