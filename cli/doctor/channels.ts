import type { Jurisdiction } from '#jurisdictions'
import type { Configuration } from '../configuration.ts'
import { Outbox } from '../notify/outbox.ts'
import { readStewards } from '../notify/stewards.ts'
import { type DoctorFinding, look } from './finding.ts'

/** Whether somebody would be told when a night fails. */
export function channelFindings(
  { TARAZA_HOME, TARAZA_STEWARDS }: Configuration,
  jurisdiction: Jurisdiction,
): readonly DoctorFinding[] {
  const messages = look('messages', () => {
    const { size } = new Outbox(TARAZA_HOME)
    if (size === 0) return { level: 'ok', says: 'no message waits' }
    return { level: 'error', says: `${size} messages wait to be sent: taraza notify says why` }
  })
  if (TARAZA_STEWARDS === undefined) return [messages]
  const stewards = look('stewards', () => {
    const { expected } = readStewards(TARAZA_STEWARDS, jurisdiction)
    return { level: 'ok', says: `deliveries of ${expected.length} registers are expected by a day` }
  })
  return [stewards, messages]
}
