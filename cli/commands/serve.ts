import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { makeApp, makeService } from '#api'
import { mountDashboards } from '#dashboards'
import { Refusal, systemErrorCode } from '#foundation'
import { requireJurisdiction } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, type Terminal } from '../output.ts'

/** Figures are not protected yet, so the server listens to this machine only. */
const loopback = '127.0.0.1'

export interface RunningServer {
  readonly url: string
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
  const server = createServer(makeApp(service, mountDashboards))
  server.requestTimeout = 30_000
  server.headersTimeout = 10_000
  await listen(server, configuration.PORT)
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeIdleConnections()
      await new Promise((resolve) => server.close(resolve))
      await service.reader.close()
    },
  }
}

/** `taraza serve`: serves until it is told to stop. */
export async function serveCommand(configuration: Configuration, terminal: Terminal): Promise<number> {
  const server = await startServer(configuration)
  terminal.out(`Taraza is ready: ${server.url}\n`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await server.close()
  return exitCodes.done
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
