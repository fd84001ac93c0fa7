import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath, packageRoot } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { homeNotes } from '../warehouse/runs/run-report.ts'

const page = readFileSync(packagePath('docs', 'delivering.md'), 'utf8')

/** The codes in the first column of the tables that have one. */
const tableCodes = page
  .split('\n\n')
  .filter((block) => /^\| (code|limit|decision) /.test(block))
  .flatMap((table) => [...table.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code = '']) => code))

/** Sources of a module without its tests. */
function sourcesOf(...folders: readonly string[]): string {
  const listed = execFileSync('git', ['ls-files', ...folders], { cwd: packageRoot, encoding: 'utf8' }).split('\n')
  const shipped = listed.filter((path) => /\.(ts|sql|yaml)$/.test(path) && !/\.(test|long)\.ts$|\/testing\//.test(path))
  return shipped.map((path) => readFileSync(packagePath(path), 'utf8')).join('\n')
}

/** What the platform says, kinds of personal data, and faults of the configuration. */
const others = /^(ERR|Z)_|^JURISDICTION_INVALID$/
const rules = ['kg', 'mn'].map((code) => loadJurisdiction(code).personal)
const kindCodes = new Set(rules.flatMap(({ numbers, texts }) => [...numbers, ...texts].map(({ code }) => code)))

function codesOfIngest(): readonly string[] {
  const found = [...sourcesOf('ingest').matchAll(/['`]([A-Z]+(?:_[A-Z]+)+)['`:]/g)].map(([, code = '']) => code)
  return [...new Set(found)].filter((code) => !others.test(code) && !kindCodes.has(code))
}

function codesOfContracts(): readonly string[] {
  const contracts = ['kg', 'mn'].flatMap((code) => [...loadJurisdiction(code).contracts.values()])
  return contracts.flatMap(({ checks, constants }) => [...checks, ...constants].map(({ code }) => code))
}

/** Codes of deliveries that pages have words for. */
function codesOfTexts(): readonly string[] {
  const known: readonly string[] = homeNotes
  const texts = readFileSync(packagePath('dashboards', 'texts', 'en.yaml'), 'utf8')
  const codes = [...texts.matchAll(/^code_([A-Z_]+):/gm)].map(([, code = '']) => code)
  return codes.filter((code) => !known.includes(code))
}

describe('the tables of codes for those who deliver', () => {
  it('have every code that a delivery can be told of', () => {
    const reported = [...codesOfIngest(), ...codesOfContracts(), ...codesOfTexts()]
    expect(reported.length).toBeGreaterThan(100)
    expect([...new Set(reported)].filter((code) => !tableCodes.includes(code)).sort()).toEqual([])
  })

  it('have no other code, and none twice', () => {
    const sources = sourcesOf('ingest', 'cli', 'warehouse', 'foundation', 'jurisdictions')
    const isTold = (code: string) => new RegExp(`\\b${code}\\b`).test(sources)
    expect(tableCodes.filter((code, index) => !isTold(code) || tableCodes.indexOf(code) < index)).toEqual([])
  })
})
