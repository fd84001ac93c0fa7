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
    await runCommand(`/usr/bin/tee ${out} ${folder}/;$HOME`, notice, 5000)
    for (const written of [out, join(folder, ';$HOME')])
      expect(JSON.parse(readFileSync(written, 'utf8'))).toEqual(notice)
    process.env['TARAZA_WEBHOOK_SECRET'] = 'secret'
    const seen = ['PATH', 'TARAZA_WEBHOOK_SECRET'].map((name) => runCommand(`/usr/bin/printenv ${name}`, notice, 5000))
    delete process.env['TARAZA_WEBHOOK_SECRET']
    await expect(seen[0]).resolves.toBeUndefined()
    await expect(seen[1]).rejects.toMatchObject({ code: 'ON_RUN_FAILED' })
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
