import { makeApp, type RestrictedUpstream } from '#api'
import {
  type FindLineage,
  makeOperatorApp,
  makeWaitingApp,
  makeWaitingOperatorApp,
  mountDashboards,
  pagesOfLevels,
} from '#dashboards'
import { homeJurisdiction, isPublished } from '#warehouse'
import { type Configuration, costPerMinute } from '../configuration.ts'
import { confinedLineage } from '../lineage/find-confined.ts'
import { beginOrWait } from './begin-or-wait.ts'
import { loopback, serveApp } from './listen.ts'
import { prepareFrontPages } from './prepare-front-pages.ts'
import { latestMetrics } from './restricted-process.ts'
import type { RunningServer } from './running-server.ts'
import { logOf, serviceFor, signInFor } from './service-for.ts'
import type { Answering } from './switch-over.ts'
import { waitingMetrics } from './waiting-metrics.ts'

/**
 * Starts the public server: pages and API over the release, and no other file of the home. Before the first release it says
 * that there is none, and serves it as soon as it is there.
 *
 * @throws {@link Refusal} `PORT_TAKEN`, or what is wrong with the home
 */
export async function startServer(
  configuration: Configuration,
  restricted?: RestrictedUpstream,
): Promise<RunningServer> {
  const { TARAZA_HOME: home, TARAZA_CORS_ORIGINS: origins } = configuration
  const log = logOf(configuration)
  const signIn = signInFor(configuration, log)
  const answering = beginOrWait({
    home,
    log,
    begin: () => publicAnswers(configuration, signIn, restricted),
    isDue: () => isPublished(home),
    waitingApp: (waiting) => makeWaitingApp({ ...waiting, origins, isSecure: isSecure(configuration) }),
  })
  const server = await serveApp(answering.listener, answering, configuration.PORT, configuration.TARAZA_HOST)
  let stopPreparing = async () => {}
  void answering.begun.then(() => {
    stopPreparing = prepareFrontPages(server.url, (error) =>
      log.warn({ err: error }, 'the front pages could not be prepared'),
    )
  })
  const close = async () => {
    await stopPreparing()
    await server.close()
  }
  return { ...server, close }
}

function isSecure({ TARAZA_PUBLIC_URL }: Configuration): boolean {
  return TARAZA_PUBLIC_URL?.startsWith('https:') ?? false
}

/** Pages and API over the release. @throws {@link Refusal} `NO_RELEASE_YET` before the first one */
function publicAnswers(
  configuration: Configuration,
  signIn: ReturnType<typeof signInFor>,
  restricted: RestrictedUpstream | undefined,
): Answering {
  const service = serviceFor(configuration, ['public'])
  service.pin('public')
  const options = {
    trustedProxies: configuration.TARAZA_TRUSTED_PROXIES,
    costPerMinute: costPerMinute(configuration),
    origins: configuration.TARAZA_CORS_ORIGINS,
    isSecure: isSecure(configuration),
    signIn,
    restricted,
    securityContact: configuration.TARAZA_SECURITY_CONTACT,
    pagesOfLevels: pagesOfLevels(service.catalog),
  }
  const { metrics } = service
  return { listener: makeApp(service, options, mountDashboards), metrics, close: () => service.close() }
}

function lineageOf(configuration: Configuration): FindLineage {
  return confinedLineage({
    home: configuration.TARAZA_HOME,
    threads: configuration.TARAZA_DUCKDB_THREADS,
    memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT,
    deadline: configuration.TARAZA_QUERY_TIMEOUT_MS,
  })
}

/**
 * Starts the restricted listener, on this machine only: exact counts, for analysts, officers, stewards and operators. Until its
 * home has a jurisdiction it has metrics, and says what is missing.
 */
export async function startRestricted(configuration: Configuration): Promise<RunningServer> {
  const { TARAZA_HOME: home, TARAZA_INTERNAL_SECRET: internalKey } = configuration
  const ofPublic = latestMetrics()
  const publicMetrics = () => waitingMetrics(home) + ofPublic()
  const begin = () => {
    const service = serviceFor(configuration, ['analyst', 'officer'])
    const listener = makeOperatorApp(home, service, internalKey, publicMetrics, lineageOf(configuration))
    return { listener, metrics: service.metrics, close: () => service.close() }
  }
  const answering = beginOrWait({
    home,
    log: logOf(configuration),
    begin,
    isDue: () => homeJurisdiction(home) !== undefined,
    waitingApp: (waiting) => makeWaitingOperatorApp({ ...waiting, home, internalKey, publicMetrics }),
  })
  return await serveApp(answering.listener, answering, configuration.TARAZA_OPERATOR_PORT ?? 0, loopback)
}
