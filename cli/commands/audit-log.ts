import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { anchorAuditLog, verifyAuditLog } from '#api'
import { Refusal } from '#foundation'
import type { Configuration } from '../configuration.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { exitCodes, type Terminal } from '../output.ts'

/**
 * `taraza audit verify`: whether the log of what analysts and officers were answered is whole, judged also by signed lines
 * that were kept outside.
 *
 * @throws {@link Refusal} `AUDIT_LOG_BROKEN`, `NO_ANCHOR`, `NO_HOME`
 */
export function auditVerifyCommand(
  { anchor }: { readonly anchor?: string },
  { TARAZA_HOME: home }: Configuration,
  terminal: Terminal,
): number {
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
}

/** `taraza audit anchor`: signs what the log holds now, and prints the line, to be kept where this machine cannot change it. */
export async function auditAnchorCommand({ TARAZA_HOME: home }: Configuration, terminal: Terminal): Promise<number> {
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
}

/** Whoever names no home, or another one, is not told that its log is whole. */
function requireHome(home: string): void {
  if (existsSync(join(home, 'home.json'))) return
  const message = 'There is no home of an installation here. Name it by TARAZA_HOME, as the service does.'
  throw new Refusal('NO_HOME', message, { file: home })
}
