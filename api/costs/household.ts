import { isIP } from 'node:net'
import { ipKeyGenerator } from 'express-rate-limit'

/** Addresses of one household or office differ behind it. */
const householdBits = 64

/**
 * One name for all addresses of a household: an IPv4 address, or an IPv6 network of /64. Ports and zones that a proxy names
 * with an address make no difference; what is no address is `unknown`.
 */
export function householdOf(address = ''): string {
  const [, bracketed, ipv4] = /^\[(.*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(address) ?? []
  const [plain = ''] = (bracketed ?? ipv4 ?? address).split('%')
  return isIP(plain) === 0 ? 'unknown' : ipKeyGenerator(plain, householdBits)
}
