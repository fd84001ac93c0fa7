import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { writeSamples } from '#data-samples'
import { runNightly } from '../nightly/run-nightly.ts'
import { runRelease } from '../releases/run-release.ts'
import { keepSecrets } from './homes.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A home with the synthetic Kyrgyz extracts and a release of them, made once for all tests. Read it, never write it. */
    readonly kgHome: string
  }
}

const isLong = process.env['TARAZA_TEST'] === 'long'
const folder = mkdtempSync(join(tmpdir(), 'taraza-shared-'))

/** Makes the home that all tests share. */
export async function setup(project: TestProject): Promise<void> {
  const [home, incoming] = [join(folder, 'home'), join(folder, 'incoming')]
  keepSecrets(home)
  await writeSamples({ jurisdiction: 'kg', out: incoming })
  await runNightly({ home, jurisdiction: 'kg', incoming, now: new Date('2026-10-15T02:30:00Z') })
  await runRelease({ home, now: new Date('2026-11-14T06:00:00Z'), effort: isLong ? 1 : 0.2 })
  project.provide('kgHome', home)
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
