import type { Jurisdiction } from '#jurisdictions'
import type { Configuration } from '../configuration.ts'
import { channelsOf } from '../notify/deliver.ts'
import { Outbox } from '../notify/outbox.ts'
import { readStewards } from '../notify/stewards.ts'
import { type DoctorFinding, look } from './finding.ts'

const nobody = {
  level: 'note',
  says: 'nobody learns of a night that fails: set TARAZA_WEBHOOK, TARAZA_ON_RUN, or TARAZA_SMTP_URL with TARAZA_STEWARDS',
} as const

/** Whether somebody would be told when a night fails. */
export function channelFindings(configuration: Configuration, jurisdiction: Jurisdiction): readonly DoctorFinding[] {
  const { TARAZA_HOME, TARAZA_STEWARDS } = configuration
  const messages = look('messages', () => {
    const { size } = new Outbox(TARAZA_HOME)
    if (size > 0) return { level: 'error', says: `${size} messages wait to be sent: taraza notify says why` }
    const channels = channelsOf(configuration)
    return channels.length === 0 ? nobody : { level: 'ok', says: `${channels.join(', ')}; no message waits` }
  })
  if (TARAZA_STEWARDS === undefined) return [messages]
  const stewards = look('stewards', () => {
    const { expected } = readStewards(TARAZA_STEWARDS, jurisdiction)
    return { level: 'ok', says: `deliveries of ${expected.length} registers are expected by a day` }
  })
  return [stewards, messages]
}
