import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { writeSamples } from '#data-samples'
import { runNightly } from '../nightly/run-nightly.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A home with the synthetic Kyrgyz extracts, made once for all tests. Read it, never write it. */
    readonly kgHome: string
  }
}

const folder = mkdtempSync(join(tmpdir(), 'taraza-shared-'))

/** Makes the home that all tests share. */
export async function setup(project: TestProject): Promise<void> {
  const [home, incoming] = [join(folder, 'home'), join(folder, 'incoming')]
  await writeSamples({ jurisdiction: 'kg', out: incoming })
  await runNightly({ home, jurisdiction: 'kg', incoming, now: new Date('2026-10-15T02:30:00Z') })
  project.provide('kgHome', home)
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
