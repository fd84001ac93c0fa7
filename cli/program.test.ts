import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { packagePath, readPackageText } from '#foundation'
import { readConfiguration } from './configuration.ts'
import { helpTexts } from './program.ts'
import { minNode, unfitNode } from './require-node.ts'
import { runOn } from './testing/homes.ts'

describe('the command line', () => {
  it.each([
    [['nonsense']],
    [['query', 'sentences']],
    [['query', 'sentences', '--measure', 'persons', '--nonsense']],
    [['samples']],
  ])('ends %j with exit code 2', async (words) => {
    const { code, err } = await runOn(inject('kgHome'), words)
    expect(code).toBe(2)
    expect(err.length).toBeGreaterThan(10)
  })

  it('tells a refusal in one line on the error output and exits with 1', async () => {
    const { code, out, err } = await runOn(inject('kgHome'), [
      'query',
      'sentences',
      '--measure',
      'persons',
      '--as-of',
      '2020-01-01',
    ])
    expect([code, out]).toEqual([1, ''])
    expect(err).toBe('Nothing had been published on 2020-01-01. The first release is of 2026-11-14. [NO_RELEASE]\n')
  })

  it('ends well where nobody reads its output to the end', () => {
    const command = `"${process.execPath}" "${packagePath('dist', 'cli', 'main.js')}" --help`
    const shell = ['-c', `{ ${command}; echo "code $?" >&2; } | true`]
    expect(spawnSync('sh', shell, { encoding: 'utf8' }).stderr).toBe('code 0\n')
  })

  it('has no help for a command that does not exist, and names the nearest one', async () => {
    const { code, out, err } = await runOn('/nowhere', ['nightl', '--help'])
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/unknown command 'nightl'\n.*nightly/)
  })

  it('has its help on file, for checkouts where nothing is built: node scripts/write-help.mjs writes it', async () => {
    expect(JSON.parse(readPackageText('cli', 'help.json'))).toEqual(await helpTexts())
  })

  it('needs the Node that the package names', () => {
    const { engines } = JSON.parse(readPackageText('package.json'))
    expect(engines.node).toBe(`>=${minNode.join('.')}`)
    expect(unfitNode('18.20.8')).toMatch(/^Node 20\.19 or newer is needed, this is 18\.20\.8\.$/)
    expect(['20.19.0', '20.20.2', '24.0.0'].map((version) => unfitNode(version))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('lists the generations, for machines too', async () => {
    const { out } = await runOn(inject('kgHome'), ['generations', 'list', '--json'])
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({
        jurisdiction: 'kg',
        synthetic: true,
        coverages: expect.objectContaining({ sentences: { from: '2018-01-01', to: '2026-09-30' } }),
      }),
    ])
  })

  it('writes the same synthetic extracts for the same seed', async () => {
    const { hashes: one } = await samples('1')
    const { hashes: same } = await samples('1')
    const { hashes: other } = await samples('2')
    expect(same).toEqual(one)
    expect(other).not.toEqual(one)
  })
})

async function samples(seed: string): Promise<{ hashes: string[] }> {
  const out = mkdtempSync(join(tmpdir(), 'samples-'))
  await runOn(out, [
    'samples',
    '--jurisdiction',
    'kg',
    '--out',
    out,
    '--seed',
    seed,
    '--from',
    '2020-01',
    '--to',
    '2020-06',
  ])
  const hashes = readdirSync(out).map(
    (folder) => JSON.parse(readFileSync(join(out, folder, 'manifest.json'), 'utf8')).files[0].sha256,
  )
  rmSync(out, { recursive: true })
  return { hashes }
}

describe('the settings', () => {
  it('are refused with their name when they make no sense', () => {
    expect(() => readConfiguration({ PORT: 'eighty' })).toThrow(/PORT/)
    expect(() => readConfiguration({ TARAZA_DUCKDB_MEMORY_LIMIT: 'much' })).toThrow(/such as 2GB/)
    for (const size of ['0GB', '0.05GB', '99MB'])
      expect(() => readConfiguration({ TARAZA_DUCKDB_MEMORY_LIMIT: size })).toThrow(/100MB or more/)
    expect(readConfiguration({ TARAZA_DUCKDB_MEMORY_LIMIT: '0.5GB' }).TARAZA_DUCKDB_MEMORY_LIMIT).toBe('0.5GB')
    expect(() => readConfiguration({ TARAZA_INTERNAL_SECRET: 'x'.repeat(31) })).toThrow(/32 letters or more/)
  })
})
