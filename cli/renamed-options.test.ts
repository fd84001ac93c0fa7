import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { readPackageText } from '#foundation'
import { runOn } from './testing/homes.ts'

const folder = mkdtempSync(join(tmpdir(), 'renamed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const query = ['query', 'sentences_units', '--measure', 'count', '--by', 'year']
const samples = ['samples', '--jurisdiction', 'kg', '--from', '2026-08', '--to', '2026-09', '--out']

describe('an option under its former name', () => {
  it.each([
    [[...query, '--unit', 'case'], [...query, '--where', 'unit=case'], '--unit', '--where unit=person'],
    [[...query, '--rule', 'severest'], [...query, '--where', 'rule=severest'], '--rule', '--where rule=severest'],
    [[...samples, join(folder, 'mess'), '--mess'], [...samples, join(folder, 'mess'), '--messy'], '--mess', '--messy'],
    [
      ['audit', 'disclosure', '--json', '--effort', '0'],
      ['audit', 'disclosure', '--json', '--max-targets', '0'],
      '--effort',
      '--max-targets',
    ],
    [
      ['release', '--json', '--dry-run', '--facts-of', 'none'],
      ['release', '--json', '--dry-run', '--generation', 'none'],
      '--facts-of',
      '--generation',
    ],
  ])('gives the same and warns on the error output: %j', async (former, current, formerly, instead) => {
    const [old, now] = [await runOn(inject('kgHome'), former), await runOn(inject('kgHome'), current)]
    const warning = `Use ${instead} instead of ${formerly}. The next version does not accept ${formerly}.\n`
    expect({ ...old, err: old.err.replace(warning, '') }).toEqual(now)
    expect(old.err).toContain(warning)
    expect(now.err).not.toContain('instead of')
    expect(readPackageText('docs', 'upgrading.md')).toContain(`\`${formerly}`)
  })
})
