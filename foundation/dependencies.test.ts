import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath } from './index.ts'

describe('docs/dependencies.md', () => {
  it('has a word on every dependency, and each is pinned to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8'))
    const all: Record<string, string> = { ...dependencies, ...devDependencies }
    const text = readFileSync(packagePath('docs', 'dependencies.md'), 'utf8')
    expect(Object.keys(all).filter((name) => !text.includes(name))).toEqual([])
    expect(Object.values(all).filter((version) => !/^\d+\.\d+\.\d+(-r\.\d+)?$/.test(version))).toEqual([])
  })
})
