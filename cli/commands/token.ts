import { type Role, roles, type Token, TokenStore } from '#api'
import { Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog, requireJurisdiction } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, numberOf, oneOf, type Terminal } from '../output.ts'

export interface TokenCreateCommand {
  readonly name: string
  readonly role: string
  readonly days: string
  readonly datasets?: string
  readonly json?: boolean
}

const mostDays = 366

/** `taraza token create`: the token is shown this once. */
export function tokenCreateCommand(
  { name, role, days, datasets, json }: TokenCreateCommand,
  { TARAZA_HOME: home }: Configuration,
  terminal: Terminal,
): number {
  const allowed = [...buildCatalog(loadJurisdiction(requireJurisdiction(home, undefined))).datasets.keys()]
  const named = datasets?.split(',').map((dataset) => oneOf('datasets', dataset, allowed))
  const valid = numberOf('days', days, { least: 1, most: mostDays })
  if (name.trim() === '' || name.length > 60)
    throw new Refusal('BAD_PARAMETER', '--name says whose token it is, in at most 60 letters.', { parameter: 'name' })
  const request = { name, role: oneOf('role', role, roles) as Role, days: valid, datasets: named }
  const { token, kept } = new TokenStore(home).create(request, new Date())
  if (json) terminal.out(`${JSON.stringify({ token, ...withoutHash(kept) }, null, 2)}\n`)
  else terminal.out(`${token}\nKeep it now: it is not shown again. It ends on ${kept.expiresAt.slice(0, 10)}.\n`)
  return exitCodes.done
}

/** `taraza token list`. */
export function tokenListCommand(
  { json }: { readonly json?: boolean },
  { TARAZA_HOME: home }: Configuration,
  terminal: Terminal,
): number {
  const tokens = new TokenStore(home).list()
  if (json) terminal.out(`${JSON.stringify(tokens.map(withoutHash), null, 2)}\n`)
  else for (const token of tokens) terminal.out(`${lineOf(token)}\n`)
  return exitCodes.done
}

/** `taraza token revoke`. */
export function tokenRevokeCommand(id: string, { TARAZA_HOME: home }: Configuration, terminal: Terminal): number {
  const { name } = new TokenStore(home).revoke(id, new Date())
  terminal.out(`The token of ${name} is no longer valid.\n`)
  return exitCodes.done
}

function lineOf({ id, role, expiresAt, revokedAt, datasets, name }: Token): string {
  const state = revokedAt === undefined ? `until ${expiresAt.slice(0, 10)}` : `revoked ${revokedAt.slice(0, 10)}`
  return `${id}  ${role.padEnd(8)} ${state.padEnd(19)} ${datasets?.join(',') ?? 'all datasets'}  ${name}`
}

function withoutHash({ hash: _, ...token }: Token) {
  return token
}
