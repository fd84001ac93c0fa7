import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { makeService, makeSignIn, type Service, SessionStore } from '#api'
import { configurationFaults, requireSoundPages } from '#dashboards'
import { Refusal, requireNoFaults } from '#foundation'
import { type AccessLevel, requireJurisdiction } from '#warehouse'
import { type Configuration, clickhouseOf, sessionsFolder } from '../configuration.ts'

/** @throws {@link Refusal} `BAD_CONFIGURATION` when a part of the sign-in is missing */
export function signInFor(configuration: Configuration, log: Logger) {
  const { TARAZA_OIDC_ISSUER, TARAZA_OIDC_CLIENT_SECRET, TARAZA_PUBLIC_URL } = configuration
  if (TARAZA_OIDC_ISSUER === undefined) return undefined
  if (TARAZA_OIDC_CLIENT_SECRET === undefined || TARAZA_PUBLIC_URL === undefined) {
    const message = 'Sign-in needs TARAZA_OIDC_ISSUER, TARAZA_OIDC_CLIENT_SECRET and TARAZA_PUBLIC_URL together.'
    throw new Refusal('BAD_CONFIGURATION', message, { parameter: 'TARAZA_OIDC_ISSUER' })
  }
  return makeSignIn({
    issuer: TARAZA_OIDC_ISSUER,
    clientId: configuration.TARAZA_OIDC_CLIENT_ID,
    clientSecret: TARAZA_OIDC_CLIENT_SECRET,
    publicUrl: TARAZA_PUBLIC_URL,
    roleClaim: configuration.TARAZA_OIDC_ROLE_CLAIM,
    sessions: new SessionStore(sessionsFolder(configuration)),
    sharedKey: configuration.TARAZA_INTERNAL_SECRET,
    log,
  })
}

/** The service of a server, whose pages are sound too. @throws {@link Refusal} what is wrong with the home or its files */
export function serviceFor<L extends AccessLevel>(
  configuration: Configuration,
  levels: readonly [L, ...L[]],
): Service<L> {
  const home = configuration.TARAZA_HOME
  const log = logOf(configuration)
  const jurisdiction = requireJurisdiction(home, undefined)
  const options = {
    home,
    jurisdiction,
    levels,
    log,
    deadline: configuration.TARAZA_QUERY_TIMEOUT_MS,
    publicUrl: configuration.TARAZA_PUBLIC_URL,
    threads: configuration.TARAZA_DUCKDB_THREADS,
    memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT,
    clickhouse: clickhouseOf(configuration),
  }
  try {
    const service = makeService(options)
    requireSoundPages(service.jurisdiction, service.packFolder)
    return service
  } catch (error) {
    if (!(error instanceof Refusal) || !isOfConfiguration(error)) throw error
    // One kind of file was wrong; whoever mends it wants to know of all.
    requireNoFaults(configurationFaults(jurisdiction, join(home, 'pack')))
    throw error
  }
}

/** Whether a refusal tells what is wrong in files of the configuration. */
function isOfConfiguration({ code, place }: Refusal): boolean {
  return place.faults !== undefined || code === 'JURISDICTION_INVALID'
}

/** The log of a server, on the error output. It never holds a token or a cookie. */
export function logOf({ LOG_LEVEL }: Configuration): Logger {
  const redact = ['req.headers.authorization', 'req.headers.cookie']
  return pino({ level: LOG_LEVEL, redact }, pino.destination(2))
}
