import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { onRenamedKey, readPackageText, readYaml } from '#foundation'
import { contractSchema } from './contract-schema.ts'
import { disclosureSchema } from './disclosure.ts'
import { jurisdictionSchemas } from './json-schemas.ts'
import { sdgSchema } from './sdg.ts'

const folder = mkdtempSync(join(tmpdir(), 'former-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Current keys, each with the former one. */
const formerKeys: Readonly<Record<string, string>> = {
  dimensions: 'cells',
  coarsening_steps: 'ladder',
  non_additive_dimensions: 'each',
  swap: 'vary',
  match_on: 'alike',
  sensitive: 'contrast',
  max: 'greatest',
  min_mean_cell_for_control: 'minded_from',
  inference_risk: 'claims',
  max_share: 'at_most',
  max_over_guessing: 'over_guessing',
  max_gain: 'gain',
  min_claims: 'from',
  quasi_identifiers: 'known',
  targets: 'answers',
  positive: 'yes',
}

const underFormerKeys = (text: string) =>
  text
    .replaceAll('- { dimensions:', '- { of:')
    .replaceAll('[{ dimensions:', '[{ of:')
    .replaceAll(/(\w+):(?=\s)/g, (_, key: string) => `${formerKeys[key] ?? key}:`)

function read(text: string, schema: z.ZodType = disclosureSchema) {
  const path = join(folder, 'some.yaml')
  writeFileSync(path, text)
  const notes: string[] = []
  const end = onRenamedKey(({ message }) => notes.push(message))
  const value = readYaml(path, schema, 'JURISDICTION_INVALID')
  end()
  return { value, notes }
}

describe('a declaration of protection with former keys', () => {
  it.each(['kg', 'mn'])('is the same declaration, and each key is noted: %s', (code) => {
    const text = `${readPackageText('jurisdictions', code, 'disclosure.yaml')}\nmin_mean_cell_for_control: 2\n`
    const [former, current] = [read(underFormerKeys(text)), read(text)]
    expect(former.value).toEqual(current.value)
    expect(current.notes).toEqual([])
    const used = Object.entries(formerKeys).filter(([name]) => text.includes(`${name}:`))
    expect(used.length).toBeGreaterThan(10)
    for (const [name, key] of used)
      expect([name, former.notes.some((note) => note.includes(`"${key}" is now called "${name}"`))]).toEqual([
        name,
        true,
      ])
  })

  it('is told to whoever upgrades, and to no editor', () => {
    const page = readPackageText('docs', 'upgrading.md')
    for (const [name, key] of Object.entries(formerKeys)) {
      expect(page).toContain(`\`${name}\``)
      expect(page).toContain(`\`${key}\``)
    }
    expect(JSON.stringify(jurisdictionSchemas()['disclosure'])).not.toMatch(/greatest|"ladder"|"vary"/)
  })
})

describe('other files of a jurisdiction with former keys', () => {
  it.each([
    ['kg/contracts/sentences.yaml', { date_column: 'dated', missing_values: 'empty' }],
    ['mn/contracts/sentences.yaml', { date_column: 'dated', personal_data_exceptions: 'allowed' }],
    ['kg/sdg.yaml', { sdmx_dimension: 'as', csv_column: 'csv' }],
  ] as const)('are the same files, and each key is noted: %s', (path, renames) => {
    const schema = path.endsWith('sdg.yaml') ? sdgSchema : contractSchema(z.string())
    const text = readPackageText('jurisdictions', ...path.split('/'))
    const renamed = Object.entries(renames).reduce((old, [name, key]) => old.replaceAll(`${name}:`, `${key}:`), text)
    const [former, current] = [read(renamed, schema), read(text, schema)]
    expect(former.value).toEqual(current.value)
    expect(current.notes).toEqual([])
    for (const [name, key] of Object.entries(renames)) {
      expect(former.notes.some((note) => note.includes(`"${key}" is now called "${name}"`))).toBe(true)
      expect(readPackageText('docs', 'upgrading.md')).toContain(`\`${name}\``)
    }
  })
})
