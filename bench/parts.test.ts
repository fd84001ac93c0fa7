import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { packagePath } from '#foundation'

it('every part of the benchmark finds what it measures', () => {
  const folder = packagePath('bench', 'parts')
  const parts = readdirSync(folder).map((name) => new URL(name, `file://${folder}/`).href)
  expect(parts.length).toBeGreaterThan(15)
  const script = `for (const part of ${JSON.stringify(parts)}) await import(part); process.exit(0)`
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'ignore', 'pipe'] })
})
