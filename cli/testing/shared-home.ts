import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packagePath } from '#foundation'
import { keepSecrets } from './homes.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A home with the synthetic Kyrgyz extracts and a release of them, made once for all tests. Read it, never write it. */
    readonly kgHome: string
  }
}

const isLong = process.env['TARAZA_TEST'] === 'long'
const folder = mkdtempSync(join(tmpdir(), 'taraza-shared-'))
let making: ChildProcess | undefined

/** Begins the home that all tests share: it takes minutes on one core, so tests that do without it do not wait for it. */
export function setup(project: TestProject): void {
  const home = join(folder, 'home')
  mkdirSync(home)
  keepSecrets(home)
  const words = [packagePath('scripts', 'make-shared-home.mjs'), folder, isLong ? '1' : '0.2']
  making = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  making.once('exit', (code, signal) => {
    // Who waits is told in any case; a reason that was written is not lost.
    if (code !== 0) writeFileSync(join(folder, 'failed'), `it ended with ${code ?? signal}`, { flag: 'a' })
  })
  project.provide('kgHome', home)
}

export async function teardown(): Promise<void> {
  if (making !== undefined && making.exitCode === null) {
    making.removeAllListeners('exit')
    const ended = new Promise((resolve) => making?.once('exit', resolve))
    making.kill('SIGKILL')
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
}
