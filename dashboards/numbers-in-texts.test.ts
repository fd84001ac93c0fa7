import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath, packageRoot } from '#foundation'
import { languages, loadJurisdiction } from '#jurisdictions'
import { buildCatalog, datasetNamed, shippedDeclarations } from '#warehouse'
import {
  analystNoise,
  fewPersons,
  minShareBase,
  roundingBase,
} from '../warehouse/disclosure/cell-key/promised-limits.ts'
import { protectionAt } from '../warehouse/disclosure/protection.ts'
import { errorOfPlan } from '../warehouse/query/figures/error-of-plan.ts'
import type { Plan } from '../warehouse/query/plan/plan.ts'
import { codeGroups } from './boards/code-groups.ts'
import { classColours, colours } from './charts/theme.ts'
import { translator } from './texts/messages.ts'

const numbersIn = (text: string) => [...text.matchAll(/\d+/g)].map(([number]) => Number(number))
const css = readFileSync(packagePath('dashboards', 'browser', 'page.css'), 'utf8').toUpperCase()

describe('a number that is told in several places', () => {
  it.each(languages)('is in the notes and texts what it is in the program, in %s', (language) => {
    const { rounded, not_shown, unreliable } = shippedDeclarations.notes.value
    expect(new Set(numbersIn(rounded[language]))).toEqual(new Set([roundingBase]))
    expect(numbersIn(not_shown[language])).toEqual([minShareBase])
    expect(numbersIn(unreliable[language])).toEqual([fewPersons])
    expect(new Set(numbersIn(translator(language)('protected_note')))).toEqual(new Set([roundingBase]))
  })

  it('is the noise of analysts in their intervals', () => {
    const protection = protectionAt('analyst', { establishment: false })
    const plan = { protection } as Plan
    expect(errorOfPlan(plan, { count: 'persons' }, 'count') ** 2).toBeCloseTo(analystNoise.variance, 12)
  })
})

describe('the classes of sanctions', () => {
  it('that the first page adds up are those that the shares count', () => {
    const catalog = buildCatalog(loadJurisdiction('kg'))
    const { custodial, noncustodial } = codeGroups(datasetNamed('sentences', catalog), 'sanction_class')
    expect(custodial).toEqual(['CUST'])
    expect(noncustodial).toEqual(['SUSP', 'CSM', 'FIN', 'OTH', 'MIX'])
  })

  it('are listed in the catalog and nowhere in the program', () => {
    const listed = execFileSync('git', ['ls-files', 'warehouse', 'api', 'dashboards', 'cli', 'ingest', 'statistics'], {
      cwd: packageRoot,
      encoding: 'utf8',
    })
    const sources = listed
      .split('\n')
      .filter((path) => /\.(ts|tsx|sql)$/.test(path) && !/test|testing|paper\//.test(path))
    const list = /'(SUSP|CSM|FIN|OTH|MIX)',\s*'(SUSP|CSM|FIN|OTH|MIX)'/
    expect(sources.length).toBeGreaterThan(300)
    expect(sources.filter((path) => list.test(readFileSync(packagePath(path), 'utf8')))).toEqual([])
  })
})

describe('the colours of pages', () => {
  it('are those of charts where both show the same', () => {
    expect(css).toContain(`--CUSTODIAL: ${colours.custodial}`)
    expect(css).toContain(`--INK: ${colours.text}`)
    expect(css).toContain(`BORDER-TOP-COLOR: ${colours.noncustodial}`)
    expect(classColours['CUST']).toBe(colours.custodial)
  })
})
