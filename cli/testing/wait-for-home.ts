import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, inject } from 'vitest'
import { usesSharedHome } from './home-users.ts'

// Runs before each file of tests: one that uses the shared home waits until it is there.
const { testPath } = expect.getState()
if (testPath === undefined) throw new Error('no file of tests')
if (usesSharedHome(testPath)) await homeIsMade(join(inject('kgHome'), '..'))

async function homeIsMade(folder: string): Promise<void> {
  const failed = join(folder, 'failed')
  while (!existsSync(join(folder, 'made'))) {
    if (existsSync(failed)) throw new Error(`The home of all tests could not be made: ${readFileSync(failed, 'utf8')}`)
    await wait(250)
  }
}
