import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createNetServer, type Server, type Socket } from 'node:net'

/** What a receiver was sent. */
export interface Posted {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Answers one request, or leaves it. */
export type Answer = (response: ServerResponse) => void

export const accepts: Answer = (response) => void response.writeHead(204).end()

/** A server to which notices are posted. @param answer - by default it accepts what comes; it can be changed while the server is at work */
export async function webhookReceiver(answer: Answer = accepts) {
  const posted: Posted[] = []
  const receiver = { posted, answer, url: '', close: () => {} }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      posted.push({ headers: request.headers, body })
      receiver.answer(response)
    })
  })
  receiver.url = `http://127.0.0.1:${await portOf(server)}/hook`
  receiver.close = () => {
    server.closeAllConnections()
    server.close()
  }
  return receiver
}

/** How a mail server behaves. */
export interface MailBehaviour {
  /** Recipients that it refuses for good. */
  readonly refuses?: readonly string[]
  /** It accepts connections and says nothing. */
  readonly hangs?: boolean
}

/** A server that takes mail, as far as a client needs one. Each mail is the text between DATA and the full stop. */
export async function mailReceiver(behaviour: MailBehaviour = {}) {
  const mails: { readonly to: readonly string[]; readonly text: string }[] = []
  const sockets = new Set<Socket>()
  const server = createNetServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    if (!behaviour.hangs) converse(socket, behaviour, (mail) => mails.push(mail))
  })
  const url = `smtp://127.0.0.1:${await portOf(server)}`
  const close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { mails, url, close }
}

function converse(
  socket: Socket,
  { refuses = [] }: MailBehaviour,
  receive: (mail: { readonly to: readonly string[]; readonly text: string }) => void,
): void {
  let [to, text, isData, rest]: [string[], string, boolean, string] = [[], '', false, '']
  const answer = (line: string) => void socket.write(`${line}\r\n`)
  const take = (line: string) => {
    if (isData && line !== '.') text += `${line}\n`
    else if (isData) {
      receive({ to, text })
      ;[to, text, isData] = [[], '', false]
      answer('250 taken')
    } else if (/^EHLO/i.test(line)) answer('250 test')
    else if (/^RCPT/i.test(line)) {
      const address = /<(.*)>/.exec(line)?.[1] ?? ''
      if (refuses.includes(address)) return answer('550 no such mailbox')
      to.push(address)
      answer('250 known')
    } else if (/^DATA/i.test(line)) {
      isData = true
      answer('354 go on')
    } else answer(/^QUIT/i.test(line) ? '221 bye' : '250 well')
  }
  answer('220 test')
  socket.on('data', (part) => {
    const lines = (rest + part.toString('utf8')).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
