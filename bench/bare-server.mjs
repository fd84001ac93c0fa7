// What a server can do at best: the same headers and bytes for every request, or only the headers for whoever has the bytes. Its
// event loop is watched like that of the program.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [answer] = process.argv.slice(2)
const { headers, body } = JSON.parse(readFileSync(answer, 'utf8'))
const bytes = Buffer.from(body)
const named = headers.flat()
const withoutBytes = headers.filter(([name]) => name !== 'content-length').flat()
const etag = new Map(headers).get('etag')
const server = createServer((request, response) => {
  if (request.headers['if-none-match'] === etag) response.writeHead(304, withoutBytes).end()
  else response.writeHead(200, named).end(bytes)
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`ready: http://127.0.0.1:${server.address().port}\n`))
process.on('SIGTERM', () => process.exit())
