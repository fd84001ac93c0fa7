import { verifyAuditLog } from '#api'
import { requireHome } from '../../audit/require-home.ts'
import type { CommandModule } from '../../command-module.ts'
import { exitCodes } from '../../output.ts'

interface AuditVerifyOptions {
  readonly anchor?: string
}

/**
 * Judges the log by itself, and by signed lines that were kept outside.
 *
 * @throws {@link Refusal} `AUDIT_LOG_BROKEN`, `NO_ANCHOR`, `NO_HOME`
 */
export const auditVerifyCommand: CommandModule<AuditVerifyOptions> = {
  name: 'verify',
  description: 'whether the log of what analysts and officers were answered is whole',
  options: [
    {
      flags: '--anchor <file>',
      description: 'signed lines that were kept outside; what they sign has to be there',
    },
  ],
  action({ anchor }, { configuration: { TARAZA_HOME: home }, terminal }) {
    requireHome(home)
    const { files, answers, refused, removed, torn, anchoredAt } = verifyAuditLog(home, anchor)
    terminal.out(`The audit log is whole: ${answers} answers and ${refused} refused attempts in ${files} files.\n`)
    if (removed > 0) terminal.out(`${removed} files were removed when their time was over.\n`)
    for (const file of torn)
      terminal.out(
        `${file} ends in the middle of a line: the disk was full or the power failed. That answer was not given out.\n`,
      )
    const advice = 'Ends that were cut off after that are found by a later signed line only.'
    if (anchoredAt !== undefined) terminal.out(`It was signed last at ${anchoredAt}. ${advice}\n`)
    else terminal.out('Nothing of it was signed yet: "taraza audit anchor" does, and so does each night.\n')
    return exitCodes.done
  },
}
