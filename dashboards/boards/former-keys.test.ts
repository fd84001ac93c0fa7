import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Fault, onRenamedKey, readPackageText } from '#foundation'
import { readPackContent, shippedPack } from '../pack/pack-content.ts'
import { readBoards } from './board.ts'

const folder = mkdtempSync(join(tmpdir(), 'former-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Current keys, each with the former one. */
const formerKeys: Readonly<Record<string, string>> = {
  description: 'about',
  query: 'ask',
  result: 'show',
  value: 'figure',
  drill_down: 'drill',
  includes_future: 'ahead',
  filter_labels: 'filter_words',
  parameters: 'inputs',
  min: 'least',
  max: 'most',
  default: 'usual',
  key_figures: 'strip',
}

const underFormerKeys = (text: string) =>
  text.replaceAll(/^([ -]*)(\w+):/gm, (_, indent: string, key: string) => `${indent}${formerKeys[key] ?? key}:`)

function notesOf<T>(read: () => T): { readonly value: T; readonly notes: readonly string[] } {
  const notes: Fault[] = []
  const end = onRenamedKey((note) => notes.push(note))
  const value = read()
  end()
  return { value, notes: notes.map(({ file, line, message }) => `${basename(file)}:${line} ${message}`) }
}

describe('a page with former keys', () => {
  it('is the same page, and each key is noted', () => {
    for (const name of ['projection', 'prison', 'sentencing', 'overview', 'committee'])
      writeFileSync(
        join(folder, `${name}.yaml`),
        underFormerKeys(readPackageText('dashboards', 'boards', `${name}.yaml`)),
      )
    const { value: boards, notes } = notesOf(() => readBoards(folder))
    const names = boards.map(({ name }) => name)
    expect(boards).toEqual(readBoards().filter(({ name }) => names.includes(name)))
    expect(notes).toContain(
      'projection.yaml:8 the file: "inputs" is now called "parameters". The next version accepts only "parameters".',
    )
    for (const [name, former] of Object.entries(formerKeys).filter(([key]) => key !== 'key_figures'))
      expect(notes.some((note) => note.includes(`"${former}" is now called "${name}"`))).toBe(true)
  })

  it('is told to whoever upgrades', () => {
    const page = readPackageText('docs', 'upgrading.md')
    for (const [name, former] of Object.entries(formerKeys)) {
      expect(page).toContain(`\`${former}\``)
      expect(page).toContain(`\`${name}\``)
    }
  })
})

describe('a pack with former keys', () => {
  it('is the same pack', () => {
    const path = join(folder, 'pack.yaml')
    writeFileSync(path, underFormerKeys(readPackageText('dashboards', 'pack', 'pack.yaml')))
    const { value, notes } = notesOf(() => readPackContent(path))
    expect(value).toEqual(readPackContent(shippedPack))
    expect(notes).toEqual([expect.stringContaining('"strip" is now called "key_figures"')])
  })
})
