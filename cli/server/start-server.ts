import { makeApp, type RestrictedUpstream } from '#api'
import { makeOperatorApp, mountDashboards, pagesOfLevels } from '#dashboards'
import { type Configuration, costPerMinute } from '../configuration.ts'
import { loopback, serveApp } from './listen.ts'
import { prepareFrontPages } from './prepare-front-pages.ts'
import { latestMetrics } from './restricted-process.ts'
import type { RunningServer } from './running-server.ts'
import { serviceFor, signInFor } from './service-for.ts'
import { waitingMetrics } from './waiting-metrics.ts'

/**
 * Starts the public server: pages and API over the release, and no other file of the home.
 *
 * @throws {@link Refusal} `PORT_TAKEN`, `NO_RELEASE`, or what is wrong with the home
 */
export async function startServer(
  configuration: Configuration,
  restricted?: RestrictedUpstream,
): Promise<RunningServer> {
  const service = serviceFor(configuration, ['public'])
  service.pin('public')
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
  const server = await serveApp(app, service, configuration.PORT, configuration.TARAZA_HOST)
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
  const { TARAZA_HOME, TARAZA_INTERNAL_SECRET } = configuration
  const ofPublic = latestMetrics()
  const others = () => waitingMetrics(TARAZA_HOME) + ofPublic()
  const app = makeOperatorApp(TARAZA_HOME, service, TARAZA_INTERNAL_SECRET, others)
  return await serveApp(app, service, configuration.TARAZA_OPERATOR_PORT ?? 0, loopback)
}
