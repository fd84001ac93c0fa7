import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { longestDeadline } from '#api'
import { Refusal, systemErrorCode } from '#foundation'
import { tellFirstProcess } from './public-processes.ts'
import { returnFreedMemory } from './return-memory.ts'
import type { RunningServer } from './running-server.ts'
import type { Answering } from './switch-over.ts'

/** Where the restricted listener is reached from: this machine only. */
export const loopback = '127.0.0.1'

/** Listens with an application until it is closed, with its service. @throws {@link Refusal} `PORT_TAKEN`, or `BAD_CONFIGURATION` for an address that this machine does not have */
export async function serveApp(
  app: RequestListener,
  service: Pick<Answering, 'close' | 'metrics'>,
  port: number,
  host: string,
): Promise<RunningServer> {
  const server = createServer(withoutFloods(app))
  server.requestTimeout = 30_000
  server.headersTimeout = 10_000
  // Whoever waits in vain is told so before the connection is closed.
  server.timeout = longestDeadline + 30_000
  await listen(server, port, host)
  tellFirstProcess(() => service.metrics.data())
  const stopReturning = returnFreedMemory()
  return {
    url: `http://${nameOf(host)}:${(server.address() as AddressInfo).port}`,
    metrics: async () => await service.metrics.text(),
    close: async () => {
      server.closeIdleConnections()
      await new Promise((resolve) => server.close(resolve))
      await stopReturning()
      await service.close()
    },
  }
}

/** Requests that one connection may send before the first of them is answered. Browsers and proxies send one. */
const maxUnanswered = 20

/** Ends connections that send many requests at once: Node would begin all of them, and hold answers that nobody reads. */
export function withoutFloods(listener: RequestListener): RequestListener {
  const unanswered = new WeakMap<Socket, number>()
  const count = (socket: Socket, change: number) => {
    const now = (unanswered.get(socket) ?? 0) + change
    unanswered.set(socket, now)
    return now
  }
  return (request, response) => {
    const { socket } = request
    if (socket.destroyed) return
    if (count(socket, 1) > maxUnanswered) return void socket.destroy()
    response.on('close', () => count(socket, -1))
    listener(request, response)
  }
}

/** Under which a server that listens to an address is reached from this machine. */
function nameOf(host: string): string {
  if (['0.0.0.0', '::', loopback, '::1'].includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(unusable(error, port, host)))
    server.listen(port, host, resolve)
  })
}

/** Why a server cannot listen there, as somebody who set the address can mend it. */
function unusable(error: Error, port: number, host: string): Error {
  const reason = reasons(port, host)[systemErrorCode(error) ?? '']
  return reason === undefined ? error : new Refusal(...reason, {}, { cause: error })
}

function reasons(port: number, host: string): Readonly<Record<string, readonly [code: string, message: string]>> {
  const unknown = `The setting TARAZA_HOST cannot be used: this machine has no address "${host}". Set 127.0.0.1 for this machine alone, or 0.0.0.0 for all its networks.`
  return {
    EADDRINUSE: ['PORT_TAKEN', `The port ${port} is in use. Choose another one, such as PORT=8081.`],
    EACCES: ['PORT_TAKEN', `The port ${port} is reserved for the system. Choose one above 1023, such as PORT=8081.`],
    EADDRNOTAVAIL: ['BAD_CONFIGURATION', unknown],
    ENOTFOUND: ['BAD_CONFIGURATION', unknown],
    EAI_AGAIN: ['BAD_CONFIGURATION', unknown],
  }
}
