import { guardBuild } from '#foundation'
import type { AccessLevel } from '#warehouse'
import type { Operation } from '../operations/operation.ts'

/** What whoever watches over a server asks it. */
export function healthOperations<L extends AccessLevel>(): readonly Operation<L>[] {
  const requireProgram = guardBuild()
  return [
    {
      id: 'checkLive',
      path: '/health/live',
      summary: 'Whether the server runs',
      types: ['application/json'],
      examples: ['/health/live'],
      handle: (_request, response) => {
        response.json({ alive: true })
      },
    },
    {
      id: 'checkReady',
      path: '/health/ready',
      summary: 'Whether it has a release to serve, and the whole program',
      types: ['application/json'],
      examples: ['/health/ready'],
      handle: async (_request, response, service) => {
        requireProgram()
        await service.ready()
        response.json({ ready: true })
      },
    },
  ]
}
