import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'

const { acceptedIn, billOfMaterials, isPermissive, licenceFaults, shippedPackages } = await import(
  packagePath('scripts', 'bill-of-materials.mjs')
)
const packages = shippedPackages()
const page = readFileSync(packagePath('docs', 'dependencies.md'), 'utf8')

describe('the packages that are shipped', () => {
  it('have permissive licences, or stand in the table of those that are accepted', () => {
    expect(packages.length).toBeGreaterThan(200)
    expect(licenceFaults(packages, acceptedIn(page))).toEqual([])
  })

  it('are refused when a licence is unknown or copyleft, and nobody accepted it', () => {
    expect(licenceFaults(packages, []).length).toBeGreaterThan(0)
    for (const licence of ['GPL-3.0', 'AGPL-3.0-only', 'SEE LICENSE IN x', undefined, 'MIT AND GPL-2.0'])
      expect([licence, isPermissive(licence)]).toEqual([licence, false])
    for (const licence of ['MIT', '(MIT OR GPL-3.0-or-later)', 'Apache-2.0 AND BSL-1.0'])
      expect([licence, isPermissive(licence)]).toEqual([licence, true])
  })

  it('stand in the bill of materials once, with the hash of the lock file', () => {
    const { components, bomFormat } = billOfMaterials(packages, '1.2.3')
    expect([bomFormat, new Set(components.map((one: { purl: string }) => one.purl)).size]).toEqual([
      'CycloneDX',
      components.length,
    ])
    const express = components.find(({ name }: { name: string }) => name === 'express')
    expect(express).toMatchObject({
      purl: expect.stringMatching(/^pkg:npm\/express@5/),
      licenses: [{ expression: 'MIT' }],
    })
    expect(express.hashes[0].content).toMatch(/^[0-9a-f]{128}$/)
  })
})
