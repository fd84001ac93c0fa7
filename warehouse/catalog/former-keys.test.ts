import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { onRenamedKey, packagePath, readPackageText } from '#foundation'
import { Declarations, shippedDeclarations } from './declarations.ts'

const folder = mkdtempSync(join(tmpdir(), 'former-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Current keys, each with the former one. */
const formerKeys: Readonly<Record<string, string>> = {
  parent: 'in',
  alias: 'as',
  counting_rule: 'rule',
  default_filters: 'switches',
  non_additive_dimensions: 'one_of',
  excluded_dimensions: 'not_by',
  expression: 'form',
}

const underFormerKeys = (text: string) =>
  text.replaceAll(/([{,\n] *)(\w+):(?= )/g, (_, before: string, key: string) => `${before}${formerKeys[key] ?? key}:`)

function lay(...path: readonly string[]): void {
  mkdirSync(join(folder, ...path, '..'), { recursive: true })
  writeFileSync(join(folder, ...path), underFormerKeys(readPackageText('warehouse', ...path)))
}

describe('a catalog with former keys', () => {
  const datasets = readdirSync(packagePath('warehouse', 'catalog', 'datasets'))
  lay('catalog', 'dimensions.yaml')
  for (const name of datasets) lay('catalog', 'datasets', name)

  it('is the same catalog, and each key is noted', () => {
    const notes: string[] = []
    const end = onRenamedKey(({ message }) => notes.push(message))
    const former = new Declarations(folder)
    const [dimensions, files] = [former.dimensions.value, former.datasets.map(({ value }) => value)]
    end()
    expect(dimensions).toEqual(shippedDeclarations.dimensions.value)
    expect(files).toEqual(shippedDeclarations.datasets.map(({ value }) => value))
    for (const [name, key] of Object.entries(formerKeys))
      expect([name, notes.some((note) => note.includes(`"${key}" is now called "${name}"`))]).toEqual([name, true])
  })

  it('is told to whoever upgrades', () => {
    const page = readPackageText('docs', 'upgrading.md')
    for (const [name, key] of Object.entries(formerKeys)) expect(page).toMatch(new RegExp(`\`${key}\`.*\`${name}\``))
  })
})
