import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { packagePath } from '#foundation'
import { keepSecrets, runOn } from '../testing/homes.ts'

const folder = mkdtempSync(join(tmpdir(), 'coarser-'))
const [home, country] = [join(folder, 'home'), join(folder, 'ex')]
afterAll(() => rmSync(folder, { recursive: true }))

const path = join(country, 'disclosure.yaml')
/** Promises that cells by court and offence do not keep, without any step to coarser ones. */
const narrow = {
  promised: { max: 2, mean: 1 },
  block: { max: 3, mean: 1.3 },
  year: { max: 12, mean: 3.5 },
  across: { max: 4, mean: 4 },
}
let declared: Record<string, never>

beforeAll(async () => {
  keepSecrets(home)
  cpSync(packagePath('jurisdictions', 'xx'), country, { recursive: true })
  cpSync(packagePath('data-samples', 'xx'), join(folder, 'files'), { recursive: true })
  declared = { ...parse(readFileSync(path, 'utf8')), promises: narrow, attempts: 1 }
  const { cubes } = parse(readFileSync(path, 'utf8'))
  delete cubes.sentences.coarsening_steps
  writeFileSync(path, stringify({ ...declared, cubes: { sentences: cubes.sentences } }))
  await runOn(home, ['nightly', '--incoming', join(folder, 'files'), '--jurisdiction', country])
})

interface Change {
  readonly dimension: string
  readonly by: string | null
  readonly places: readonly string[]
}

/** The file as somebody edits it who follows the advice word by word. */
function followed(text: string, changes: readonly Change[]): string {
  const edited = parse(text)
  const cube = edited.cubes.sentences
  for (const { dimension, by, places } of changes) {
    if (by !== null) cube.coarsening_steps = [...(cube.coarsening_steps ?? []), { [dimension]: by }]
    for (const place of by === null ? places : []) {
      const [key = '', inner] = place.split('.')
      const [parent, last] = inner === undefined ? [cube, key] : [cube[key], inner]
      parent[last] =
        last === 'promised'
          ? parent[last].filter((table: string[]) => !table.includes(dimension))
          : parent[last].filter((name: string) => name !== dimension)
    }
  }
  return stringify(edited)
}

describe('a first release that does not keep its promises', () => {
  it('names the cube, each promise and coarser cells; whoever declares any of these gets a release', async () => {
    const before = readFileSync(path, 'utf8')
    const { code, out, err } = await runOn(home, ['release', '--dry-run', '--json'])
    expect(code).toBe(1)
    const { refused } = JSON.parse(out)
    expect(refused).toMatchObject({ code: 'PROMISES_NOT_KEPT', parameter: 'sentences' })
    expect(refused.measured).toContainEqual(expect.objectContaining({ promise: 'block', of: 'greatest', promised: 3 }))
    expect(err).toMatch(/The cube sentences .*block, greatest: \d+ instead of 3.*leave out \w+ \(in dimensions/)
    expect(refused.coarser.length).toBeGreaterThan(0)
    for (const changes of refused.coarser) {
      writeFileSync(path, followed(before, changes))
      expect((await runOn(home, ['jurisdiction', 'check', country])).err, JSON.stringify(changes)).toBe('')
      expect(await runOn(home, ['release', '--dry-run']), JSON.stringify(changes)).toMatchObject({ code: 0, err: '' })
    }
    expect((await runOn(home, ['release'])).code).toBe(0)
    expect((await runOn(home, ['query', 'sentences', '--measure', 'persons', '--by', 'year'])).out).toMatch(
      /2024,3\d{3}/,
    )
  })
})
