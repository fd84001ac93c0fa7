import cluster from 'node:cluster'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { makeApp, makeService, makeSignIn, type Restricted, restrictedOrigin, type Service, SessionStore } from '#api'
import { configurationFaults, makeOperatorApp, mountDashboards, pagesOfLevels, requireSoundPages } from '#dashboards'
import { Refusal, requireNoFaults, systemErrorCode } from '#foundation'
import { type Level, requireJurisdiction } from '#warehouse'
import { type Configuration, clickhouseOf, costPerMinute, sessionsFolder } from '../configuration.ts'
import { requireSchedule, scheduleNightly } from '../nightly/schedule.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { prepareFrontPages } from '../prepare-front-pages.ts'
import { servePublicly, sharedBy, tellFirstProcess } from '../public-processes.ts'
import { lastToldMetrics, type RestrictedProcess, startRestrictedProcess } from '../restricted-process.ts'
import type { RunningServer } from '../running-server.ts'
import { beginSample } from '../sample/begin-sample.ts'
import { startPreparing } from '../sample/start-preparing.ts'

const loopback = '127.0.0.1'

/**
 * Starts the public server: pages and API over the release, and no other file of the home.
 *
 * @throws {@link Refusal} `PORT_TAKEN`, `NO_RELEASE`, or what is wrong with the home
 */
export async function startServer(configuration: Configuration, restricted?: Restricted): Promise<RunningServer> {
  const service = serviceFor(configuration, ['public'])
  service.edition('public')
  const { TARAZA_TRUSTED_PROXIES, TARAZA_CORS_ORIGINS, TARAZA_PUBLIC_URL } = configuration
  const options = {
    trustedProxies: TARAZA_TRUSTED_PROXIES,
    costPerMinute: costPerMinute(configuration),
    origins: TARAZA_CORS_ORIGINS,
    isSecure: TARAZA_PUBLIC_URL?.startsWith('https:') ?? false,
    signIn: signInFor(configuration, service),
    restricted,
    securityContact: configuration.TARAZA_SECURITY_CONTACT,
    pagesOfLevels: pagesOfLevels(service.catalog),
  }
  const app = makeApp(service, options, mountDashboards)
  const server = await serve(app, service, configuration.PORT, configuration.TARAZA_HOST)
  const stopPreparing = prepareFrontPages(server.url, (error) =>
    service.log.warn({ err: error }, 'the front pages could not be prepared'),
  )
  const close = async () => {
    await stopPreparing()
    await server.close()
  }
  return { ...server, close }
}

/** Starts the restricted listener, on this machine only: exact counts, for analysts, officers, stewards and operators. */
export async function startRestricted(configuration: Configuration): Promise<RunningServer> {
  const service = serviceFor(configuration, ['analyst', 'officer'])
  const { TARAZA_HOME, TARAZA_INTERNAL_KEY } = configuration
  const app = makeOperatorApp(TARAZA_HOME, service, TARAZA_INTERNAL_KEY, lastToldMetrics())
  return await serve(app, service, configuration.TARAZA_OPERATOR_PORT ?? 0, loopback)
}

export interface ServeCommand {
  readonly schedule?: string
  readonly timezone?: string
  readonly restricted?: boolean
  readonly sample?: boolean
}

/**
 * `taraza serve`: serves until it is told to stop. The restricted listener is a process of its own, so that the public one
 * never opens the facts; with a schedule the nightly job is another.
 */
export async function serveCommand(
  { schedule, timezone, restricted = false, sample = false }: ServeCommand,
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  if (schedule !== undefined) requireSchedule(schedule, timezone)
  // A fault in work that nobody waits for any more ends no answers to others.
  process.on('unhandledRejection', (error) => logOf(configuration).error({ err: error }, 'work failed unseen'))
  const isUnfinished = sample && cluster.isPrimary && beginSample(configuration.TARAZA_HOME)
  const other = restricted ? undefined : await restrictedFor(configuration, terminal)
  const server = restricted ? await startRestricted(configuration) : await startPublic(configuration, other, terminal)
  process.send?.({ url: server.url })
  other?.tellMetrics?.(server.metrics)
  if (!cluster.isWorker)
    terminal.out(restricted ? `Restricted to this machine: ${server.url}\n` : `Taraza is ready: ${server.url}\n`)
  const stopPreparing = isUnfinished ? startPreparing(configuration.TARAZA_HOME, terminal) : undefined
  const stopSchedule =
    schedule === undefined
      ? undefined
      : scheduleNightly({ schedule, timezone, home: configuration.TARAZA_HOME, terminal })
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    // Whoever started this process is gone, however it ended: its port has to be free for the next one.
    if (!cluster.isWorker) process.once('disconnect', () => resolve())
    if (!cluster.isWorker) process.channel?.unref()
  })
  stopPreparing?.()
  await Promise.all([stopSchedule?.(), other?.stop?.()])
  await server.close()
  return exitCodes.done
}

/** The restricted process beside the public one: started here, or named by whoever started both. */
async function restrictedFor(
  configuration: Configuration,
  terminal: Terminal,
): Promise<(Restricted & Partial<RestrictedProcess>) | undefined> {
  const { TARAZA_HOME, TARAZA_OPERATOR_PORT, TARAZA_INTERNAL_KEY: key } = configuration
  const { TARAZA_RESTRICTED_URL: url, TARAZA_RESTRICTED_HOST: host } = configuration
  if (url !== undefined && key === undefined) {
    const message = 'TARAZA_RESTRICTED_URL needs the TARAZA_INTERNAL_KEY that the restricted process was given.'
    throw new Refusal('BAD_CONFIGURATION', message, { parameter: 'TARAZA_INTERNAL_KEY' })
  }
  if (url !== undefined && key !== undefined) return { url: restrictedOrigin({ url, host }), host, key }
  return TARAZA_OPERATOR_PORT === undefined ? undefined : await startRestrictedProcess(TARAZA_HOME, terminal, key)
}

async function startPublic(
  configuration: Configuration,
  restricted: Restricted | undefined,
  terminal: Terminal,
): Promise<RunningServer> {
  const { TARAZA_PROCESSES, TARAZA_INTERNAL_KEY } = configuration
  if (TARAZA_PROCESSES > 1 && cluster.isPrimary)
    return await servePublicly(TARAZA_PROCESSES, sharedBy(restricted, TARAZA_INTERNAL_KEY), terminal)
  return await startServer(configuration, restricted)
}

/** @throws {@link Refusal} `BAD_CONFIGURATION` when a part of the sign-in is missing */
function signInFor(configuration: Configuration, { log }: Service<'public'>) {
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
    sharedKey: configuration.TARAZA_INTERNAL_KEY,
    log,
  })
}

function serviceFor<L extends Level>(configuration: Configuration, levels: readonly [L, ...L[]]): Service<L> {
  const home = configuration.TARAZA_HOME
  const log = logOf(configuration)
  const jurisdiction = requireJurisdiction(home, undefined)
  const options = {
    home,
    jurisdiction,
    levels,
    log,
    deadline: configuration.TARAZA_DEADLINE_MS,
    publicUrl: configuration.TARAZA_PUBLIC_URL,
    threads: configuration.TARAZA_THREADS,
    memoryLimit: configuration.TARAZA_MEMORY,
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

function logOf({ LOG_LEVEL }: Configuration): Logger {
  const redact = ['req.headers.authorization', 'req.headers.cookie']
  return pino({ level: LOG_LEVEL, redact }, pino.destination(2))
}

async function serve(
  app: ReturnType<typeof makeApp>,
  service: Pick<Service<Level>, 'close' | 'metrics'>,
  port: number,
  host: string,
): Promise<RunningServer> {
  const server = createServer(app)
  server.requestTimeout = 30_000
  server.headersTimeout = 10_000
  server.timeout = 120_000
  await listen(server, port, host)
  tellFirstProcess(() => service.metrics.data())
  return {
    url: `http://${nameOf(host)}:${(server.address() as AddressInfo).port}`,
    metrics: async () => await service.metrics.text(),
    close: async () => {
      server.closeIdleConnections()
      await new Promise((resolve) => server.close(resolve))
      await service.close()
    },
  }
}

/** Under which a server that listens to an address is reached from this machine. */
function nameOf(host: string): string {
  if (['0.0.0.0', '::', loopback, '::1'].includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portTaken(error, port)))
    server.listen(port, host, resolve)
  })
}

function portTaken(error: Error, port: number): Error {
  if (systemErrorCode(error) !== 'EADDRINUSE') return error
  return new Refusal(
    'PORT_TAKEN',
    `The port ${port} is in use. Choose another one, such as PORT=8081.`,
    {},
    { cause: error },
  )
}
