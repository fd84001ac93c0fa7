import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'

const folder = mkdtempSync(join(tmpdir(), 'taraza-lock-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = join(folder, 'take.mjs')
const built = pathToFileURL(packagePath('dist', 'cli', 'nightly', 'writer-lock.js')).href
writeFileSync(
  program,
  `import { takeWriterLock } from '${built}'
  process.send('ready')
  process.once('message', () => takeWriterLock(process.argv[2]).then(() => 'taken', ({ code }) => code).then((end) => process.send(end)))
  process.once('disconnect', () => process.exit())`,
)

/** How four processes end that ask for the lock of a new home at the same moment. None gives it back before all have asked. */
async function race(home: string): Promise<readonly string[]> {
  const processes = [1, 2, 3, 4].map(() => fork(program, [home], { execArgv: [] }))
  await Promise.all(processes.map((child) => once(child, 'message')))
  const ends = processes.map(async (child) => String((await once(child, 'message'))[0]))
  for (const child of processes) child.send('go')
  const reported = await Promise.all(ends)
  for (const child of processes) child.disconnect()
  return reported.sort()
}

describe('the lock of a new home', () => {
  it('is taken by one of four processes, and the others are told that it is', async () => {
    for (let turn = 0; turn < 6; turn++) {
      const home = join(folder, `home-${turn}`)
      expect(await race(home)).toEqual(['ANOTHER_RUN', 'ANOTHER_RUN', 'ANOTHER_RUN', 'taken'])
      expect(readdirSync(home)).toEqual(['writer.lock'])
    }
  })
})
