import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { makeApp, makeService } from '#api'
import { makeOperatorApp, mountDashboards } from '#dashboards'
import { Refusal, systemErrorCode } from '#foundation'
import { requireJurisdiction } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { scheduleNightly } from '../nightly/schedule.ts'
import { exitCodes, type Terminal } from '../output.ts'

/** Figures are not protected yet, so the server listens to this machine only. */
const loopback = '127.0.0.1'

export interface RunningServer {
  readonly url: string
  /** Where stewards and operators look: run reports and metrics. Only with a port of its own. */
  readonly operatorUrl: string | undefined
  close(): Promise<void>
}

/** Starts the server. @throws {@link Refusal} `PORT_TAKEN`, or what is wrong with the home */
export async function startServer(configuration: Configuration): Promise<RunningServer> {
  const home = configuration.TARAZA_HOME
  const log = pino(
    { level: configuration.LOG_LEVEL, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    pino.destination(2),
  )
  const service = makeService({
    home,
    jurisdiction: requireJurisdiction(home, undefined),
    log,
    deadline: configuration.TARAZA_DEADLINE_MS,
    threads: configuration.TARAZA_THREADS,
    memoryLimit: configuration.TARAZA_MEMORY,
  })
  await service.reader.facts()
  const server = await listening(makeApp(service, mountDashboards), configuration.PORT)
  const port = configuration.TARAZA_OPERATOR_PORT
  const operators = port === undefined ? undefined : await listening(makeOperatorApp(home, log), port)
  return {
    url: addressOf(server),
    operatorUrl: operators && addressOf(operators),
    close: async () => {
      await Promise.all([server, operators].map((one) => one && stop(one)))
      await service.reader.close()
    },
  }
}

export interface ServeCommand {
  readonly schedule?: string
  readonly timezone?: string
}

/** `taraza serve`: serves until it is told to stop; with a schedule it starts the nightly job as a process of its own. */
export async function serveCommand(
  { schedule, timezone }: ServeCommand,
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  const server = await startServer(configuration)
  const stopSchedule =
    schedule === undefined
      ? undefined
      : scheduleNightly({ schedule, timezone, home: configuration.TARAZA_HOME, terminal })
  terminal.out(`Taraza is ready: ${server.url}\n`)
  if (server.operatorUrl !== undefined) terminal.out(`Run reports and metrics: ${server.operatorUrl}\n`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await stopSchedule?.()
  await server.close()
  return exitCodes.done
}

async function listening(app: ReturnType<typeof makeApp>, port: number): Promise<Server> {
  const server = createServer(app)
  server.requestTimeout = 30_000
  server.headersTimeout = 10_000
  await listen(server, port)
  return server
}

async function stop(server: Server): Promise<void> {
  server.closeIdleConnections()
  await new Promise((resolve) => server.close(resolve))
}

function addressOf(server: Server): string {
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portTaken(error, port)))
    server.listen(port, loopback, resolve)
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
