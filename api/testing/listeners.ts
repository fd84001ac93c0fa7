import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

/** What a listener of a test was sent. */
export interface Seen {
  readonly method: string
  readonly target: string
  readonly headers: IncomingHttpHeaders
}

/** Servers of one test file on loopback, closed together. */
export class Listeners {
  readonly #servers: Server[] = []

  /** Starts one. @returns its address */
  async start(handler: RequestListener): Promise<string> {
    const server = createServer(handler)
    this.#servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  close(): void {
    for (const server of this.#servers) {
      server.closeAllConnections()
      server.close()
    }
  }
}

/** Exactly these bytes on a connection to an address; all that comes back until it is closed. */
export function sendBytes(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let text = ''
    socket.setEncoding('utf8').on('data', (part) => {
      text += part
    })
    socket.on('error', reject).on('close', () => resolve(text))
    socket.write(bytes, 'latin1')
  })
}

/** A request with any target, byte by byte. */
export function requestBytes(target: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): string {
  const lines = Object.entries({ host: 'statistics.example', connection: 'close', ...headers })
  return [`${method} ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
}
