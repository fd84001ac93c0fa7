import { composeMail, type MailText } from '#dashboards'
import type { Jurisdiction } from '#jurisdictions'
import type { RunNotice } from '#warehouse'
import type { Recipient, Stewards } from './stewards.ts'

/** A mail and whom it is for. */
export interface Mail extends MailText {
  readonly to: string
}

/**
 * The mails about a notice: stewards learn of refused and late deliveries of their registers, operators of every night that failed and
 * of late deliveries that no steward is named for. Nobody gets two.
 */
export function mailsAbout(
  notice: RunNotice,
  stewards: Stewards,
  jurisdiction: Pick<Jurisdiction, 'registers' | 'profile'>,
): Mail[] {
  const named = new Map(stewards.ofRegister)
  const concerns = [...notice.registers.filter(({ codes }) => codes.length > 0), ...notice.late.filter(isDue)]
  const operators = notice.failed ? stewards.operators : []
  const ofRegisters = concerns.flatMap(({ register }) => named.get(register) ?? [])
  const hasNobody = notice.late.filter((one) => isDue(one) && (named.get(one.register) ?? []).length === 0)
  const forOperators = hasNobody.length > 0 ? stewards.operators : operators
  const recipients = new Map([...ofRegisters, ...forOperators].map((one) => [one.mail, one]))
  return [...recipients.values()].map((one) => {
    const isOperator = stewards.operators.some(({ mail }) => mail === one.mail)
    const own = isOperator ? notice : onlyFor(one, notice, stewards)
    return { to: one.mail, ...composeMail(own, { language: one.language, isOperator }, jurisdiction) }
  })
}

/** What of a notice is about the registers of a steward. */
function onlyFor({ mail }: Recipient, notice: RunNotice, { ofRegister }: Stewards): RunNotice {
  const isOwn = ({ register }: { readonly register: string }) =>
    ofRegister.get(register)?.some((one) => one.mail === mail) ?? false
  return {
    ...notice,
    registers: notice.registers.filter((one) => isOwn(one) && one.codes.length > 0),
    late: notice.late.filter(isOwn),
  }
}

function isDue({ isDue: due }: RunNotice['late'][number]): boolean {
  return due
}
