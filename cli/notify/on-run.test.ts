import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noticeOfFailure } from '#warehouse'
import { runCommand } from './on-run.ts'

const notice = noticeOfFailure('DISK_FULL', { id: '1', createdAt: '2026-11-24T02:30:00.000Z' })
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'taraza-on-run-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the program of TARAZA_ON_RUN', () => {
  it('gets the notice on its standard input, without a shell and without secrets', async () => {
    const out = join(folder, 'out')
    process.env['TARAZA_WEBHOOK_SECRET'] = 'secret'
    await runCommand(`/usr/bin/tee ${out} ;$HOME`, notice, 5000).finally(() => {
      delete process.env['TARAZA_WEBHOOK_SECRET']
    })
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(notice)
    await expect(runCommand('/usr/bin/env -u TARAZA_WEBHOOK_SECRET true', notice, 5000)).resolves.toBeUndefined()
  })

  it.each([
    ['fails', '/bin/false', 'ON_RUN_FAILED'],
    ['hangs', '/bin/sleep 60', 'ON_RUN_TIMEOUT'],
    ['does not exist', '/nowhere/program', 'ON_RUN_NOT_FOUND'],
  ])('that %s is told by a code and a sentence', async (_, command, code) => {
    const failure = await runCommand(command, notice, 300).catch((error) => error)
    expect(failure).toMatchObject({ code, message: expect.stringMatching(/^TARAZA_ON_RUN: The program .*\.$/) })
  })
})
