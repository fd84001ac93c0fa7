import { describeRefusal, Refusal } from '#foundation'
import { allRuns } from '#warehouse'
import type { Channels } from '../configuration.ts'
import { asDiskRefusal } from '../disk-refusal.ts'
import { exitCodeOf } from '../exit-codes.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { Notifier } from './notifier.ts'

/**
 * Tells others what became of a night, whatever that was. It never changes the result of the night: what cannot be sent waits, and the
 * error output says why.
 *
 * @param run - the name of the run, which has no report when it could not begin
 * @param error - by which the night ended, where it did
 */
export async function notifyOfNight(
  settings: Channels,
  terminal: Pick<Terminal, 'err'>,
  run: string,
  error?: unknown,
): Promise<void> {
  try {
    const notifier = new Notifier(settings, terminal)
    notifier.addRuns()
    const isReported = allRuns(settings.TARAZA_HOME).some((one) => one.run === run)
    if (!isReported && concerns(error)) notifier.addFailure(codeOf(error))
    if (settings.TARAZA_NOTIFY === 'now') await notifier.send()
  } catch (failure) {
    terminal.err(`Nobody could be notified: ${inWords(asDiskRefusal(failure))}\n`)
  }
}

function inWords(failure: unknown): string {
  return failure instanceof Refusal ? describeRefusal(failure) : String(failure)
}

/** Another run tells about itself, and whoever types a wrong option sees it. A home may be missing at night: its disk is not mounted. */
function concerns(error: unknown): boolean {
  if (error === undefined || codeOf(error) === 'ANOTHER_RUN') return false
  return exitCodeOf(error) !== exitCodes.usage || codeOf(error) === 'JURISDICTION_NEEDED'
}

function codeOf(error: unknown): string {
  return error instanceof Refusal ? error.code : 'RUN_FAILED'
}
