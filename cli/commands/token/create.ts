import { type Role, roles, TokenStore } from '#api'
import { Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog, requireJurisdiction } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText, numberOf, oneOf } from '../../output.ts'

interface TokenCreateOptions extends JsonOption {
  readonly name: string
  readonly role: string
  readonly days: string
  readonly datasets?: string
}

const maxDays = 366

/** The token is shown this once. */
export const tokenCreateCommand: CommandModule<TokenCreateOptions> = {
  name: 'create',
  options: [
    { flags: '--name <name>', description: 'whose it is', isRequired: true },
    { flags: '--role <role>', description: 'public, analyst, officer or steward', isRequired: true },
    { flags: '--days <days>', description: 'how long it is valid', default: '90' },
    { flags: '--datasets <datasets>', description: 'comma list; without it all' },
    jsonOption,
  ],
  action({ name, role, days, datasets, json }, { configuration: { TARAZA_HOME: home }, terminal }) {
    const allowed = [...buildCatalog(loadJurisdiction(requireJurisdiction(home, undefined))).datasets.keys()]
    const named = datasets?.split(',').map((dataset) => oneOf('datasets', dataset, allowed))
    const valid = numberOf('days', days, { min: 1, max: maxDays })
    if (name.trim() === '' || name.length > 60)
      throw new Refusal('BAD_PARAMETER', '--name says whose token it is, in at most 60 letters.', { parameter: 'name' })
    const request = { name, role: oneOf('role', role, roles) as Role, days: valid, datasets: named }
    const { token, record } = new TokenStore(home).create(request, new Date())
    const { hash: _, ...shown } = record
    if (json) terminal.out(jsonText({ token, ...shown }))
    else terminal.out(`${token}\nKeep it now: it is not shown again. It ends on ${record.expiresAt.slice(0, 10)}.\n`)
    return exitCodes.done
  },
}
