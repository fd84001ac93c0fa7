import cluster from 'node:cluster'
import { type RestrictedUpstream, restrictedOrigin } from '#api'
import { Refusal } from '#foundation'
import { isPublished } from '#warehouse'
import type { CommandModule } from '../command-module.ts'
import type { Configuration } from '../configuration.ts'
import { requireSchedule, scheduleNightly } from '../nightly/schedule.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { beginSample } from '../sample/begin-sample.ts'
import { startPreparing } from '../sample/start-preparing.ts'
import { missingFigures } from '../server/missing-figures.ts'
import { serveClustered, sharedEnvironment } from '../server/public-processes.ts'
import { type RestrictedProcess, startRestrictedProcess } from '../server/restricted-process.ts'
import type { RunningServer } from '../server/running-server.ts'
import { logOf } from '../server/service-for.ts'
import { startRestricted, startServer } from '../server/start-server.ts'

interface ServeOptions {
  readonly schedule?: string
  readonly timezone?: string
  readonly restricted?: boolean
  readonly sample?: boolean
}

/**
 * Serves until it is told to stop. The restricted listener is a process of its own, so that the public one never opens the
 * facts; with a schedule the nightly job is another.
 */
export const serveCommand: CommandModule<ServeOptions> = {
  name: 'serve',
  description: 'serve the pages and the API',
  options: [
    { flags: '--schedule <cron>', description: 'when to run the nightly job, such as "30 2 * * *"' },
    { flags: '--timezone <name>', description: 'such as Asia/Bishkek; by default the one of the machine' },
    { flags: '--sample', description: 'begin a new home with the sample of synthetic data' },
    { flags: '--restricted', description: 'the restricted listener instead: exact counts, for this machine only' },
  ],
  async action({ schedule, timezone, restricted = false, sample = false }, { configuration, terminal }) {
    const home = configuration.TARAZA_HOME
    if (schedule !== undefined) requireSchedule(schedule, timezone)
    // A fault in work that nobody waits for any more ends no answers to others.
    process.on('unhandledRejection', (error) => logOf(configuration).error({ err: error }, 'work failed unseen'))
    const isUnfinished = sample && cluster.isPrimary && beginSample(home)
    const other = restricted ? undefined : await restrictedFor(configuration, terminal)
    const starting = restricted ? startRestricted(configuration) : startPublic(configuration, other, terminal)
    const server = await starting.catch(async (error) => {
      // It would keep this process alive, which serves nobody.
      await other?.stop?.()
      throw error
    })
    process.send?.({ url: server.url })
    other?.tellMetrics?.(server.metrics)
    if (!cluster.isWorker)
      terminal.out(restricted ? `Restricted to this machine: ${server.url}\n` : readyText(server, home))
    const stopPreparing = isUnfinished ? startPreparing(home, terminal) : undefined
    const log = logOf(configuration)
    const stopSchedule = schedule === undefined ? undefined : scheduleNightly({ schedule, timezone, home, log })
    await stopSignal()
    stopPreparing?.()
    await Promise.all([stopSchedule?.(), other?.stop?.()])
    await server.close()
    return exitCodes.done
  },
}

function readyText({ url }: RunningServer, home: string): string {
  if (isPublished(home)) return `Taraza is ready: ${url}\n`
  return `Taraza is ready: ${url}\n${missingFigures(home).message} Until then readers are told so. Data directory: ${home}\n`
}

async function stopSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    // Whoever started this process is gone, however it ended: its port has to be free for the next one.
    if (!cluster.isWorker) process.once('disconnect', () => resolve())
  })
}

/** The restricted process beside the public one: started here, or named by whoever started both. */
async function restrictedFor(
  configuration: Configuration,
  terminal: Terminal,
): Promise<(RestrictedUpstream & Partial<RestrictedProcess>) | undefined> {
  const { TARAZA_HOME, TARAZA_OPERATOR_PORT, TARAZA_INTERNAL_SECRET: key } = configuration
  const { TARAZA_RESTRICTED_URL: url, TARAZA_RESTRICTED_HOST: host } = configuration
  if (url !== undefined && key === undefined) {
    const message = 'TARAZA_RESTRICTED_URL needs the TARAZA_INTERNAL_SECRET that the restricted process was given.'
    throw new Refusal('BAD_CONFIGURATION', message, { parameter: 'TARAZA_INTERNAL_SECRET' })
  }
  if (url !== undefined && key !== undefined) return { url: restrictedOrigin({ url, host }), host, key }
  return TARAZA_OPERATOR_PORT === undefined ? undefined : await startRestrictedProcess(TARAZA_HOME, terminal, key)
}

async function startPublic(
  configuration: Configuration,
  restricted: RestrictedUpstream | undefined,
  terminal: Terminal,
): Promise<RunningServer> {
  const { TARAZA_WORKERS, TARAZA_INTERNAL_SECRET } = configuration
  if (TARAZA_WORKERS > 1 && cluster.isPrimary)
    return await serveClustered(TARAZA_WORKERS, sharedEnvironment(restricted, TARAZA_INTERNAL_SECRET), terminal)
  return await startServer(configuration, restricted)
}
