import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { releaseStore } from '../releases/store/store.ts'

it('removes the half-written pointer of a process that was killed, and no other file', () => {
  const home = mkdtempSync(join(tmpdir(), 'taraza-test-'))
  try {
    const others = ['CURRENT.json.4711.new', 'RELEASE.json.new', 'home.json']
    for (const name of [...others, 'RELEASE.json.4711.new']) writeFileSync(join(home, name), '{"rel')
    releaseStore.mend(home)
    expect(readdirSync(home).sort()).toEqual(others)
  } finally {
    rmSync(home, { recursive: true })
  }
})
