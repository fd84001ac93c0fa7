import { Refusal } from '#foundation'
import type { CommandModule } from '../command-module.ts'
import { Notifier } from '../notify/notifier.ts'
import { exitCodes } from '../output.ts'

interface AlertOptions {
  readonly result?: string
}

/**
 * Tells by all channels that a service failed, and sends what waits. A service that has told of itself, such as a night that was
 * refused, is not told of twice: systemd names the invocation that failed.
 */
export const alertCommand: CommandModule<AlertOptions, string> = {
  name: 'alert',
  argument: { syntax: '<unit>', description: 'the service that failed, such as taraza-nightly.service' },
  description: 'send a message that a service failed; systemd calls it',
  options: [{ flags: '--result <word>', description: 'how it ended; by default what systemd says, such as timeout' }],
  async action({ result = process.env['MONITOR_SERVICE_RESULT'] }, { channels, terminal }, unit) {
    const notifier = new Notifier(channels, terminal)
    if (!notifier.hasChannels)
      throw new Refusal(
        'NO_CHANNEL',
        'Nobody was notified. Set TARAZA_WEBHOOK, TARAZA_ON_RUN, or TARAZA_SMTP_URL with TARAZA_STEWARDS.',
      )
    const failed = process.env['MONITOR_INVOCATION_ID']
    if (failed === undefined || failed !== notifier.invocation) notifier.addUnit(unit, result ?? null)
    const { waiting } = await notifier.send()
    return waiting > 0 ? exitCodes.tryAgain : exitCodes.done
  },
}
