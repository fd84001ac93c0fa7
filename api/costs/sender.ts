import type { IncomingMessage } from 'node:http'

/** Who sent a request, as so many trusted proxies tell it: what `request.ip` of Express is, before Express has read the request. */
export function senderOf({ socket, headers }: IncomingMessage, trustedProxies: number): string | undefined {
  if (trustedProxies === 0) return socket.remoteAddress
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',')
  const named = forwarded.map((address) => address.replaceAll(/^ +| +$/g, '')).filter((address) => address !== '')
  return [...named, socket.remoteAddress].at(-1 - Math.min(trustedProxies, named.length))
}
