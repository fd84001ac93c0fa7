import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { makeService } from '../service/make-service.ts'
import type { Service } from '../service/service.ts'

const parts = ['snapshots', 'releases', 'generations', 'RELEASE.json', 'CURRENT.json', 'home.json', 'secrets']

export interface AttackedHome {
  readonly home: string
  readonly service: Service<'analyst' | 'officer'>
  /** A further process that answers from the same home. */
  another(): Service<'analyst' | 'officer'>
  remove(): Promise<void>
}

/** A copy of a home in which nobody has asked anything yet. */
export function attackedHome(original: string): AttackedHome {
  const home = mkdtempSync(join(tmpdir(), 'attacked-'))
  for (const part of parts) cpSync(join(original, part), join(home, part), { recursive: true })
  const services: Service<'analyst' | 'officer'>[] = []
  const another = () => {
    const log = pino({ level: 'silent' })
    const service = makeService({ home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log })
    services.push(service)
    return service
  }
  return {
    home,
    service: another(),
    another,
    remove: async () => {
      for (const service of services) await service.close()
      rmSync(home, { recursive: true })
    },
  }
}
