import { appendFileSync, cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packagePath } from '#foundation'
import type { TestHome } from './homes.ts'

/** Copies the Kyrgyz jurisdiction beside a home, to be changed by a test. Returns its folder. */
export function ownJurisdiction({ incoming }: TestHome): string {
  const folder = join(incoming, '..', 'kg')
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  cpSync(packagePath('jurisdictions', 'common'), join(folder, '..', 'common'), { recursive: true })
  return folder
}

/** The same with years that begin in another month. */
export function yearsFrom(month: number, test: TestHome): string {
  const folder = ownJurisdiction(test)
  appendFileSync(join(folder, 'jurisdiction.yaml'), `\nyear_starts: ${month}\n`)
  return folder
}

/** What a jurisdiction of a test publishes. */
export interface Published {
  /** Cubes as lines of YAML. */
  readonly cubes: string
  /** Passes of the search, and how often it begins anew. */
  readonly sweeps: { readonly soft: number; readonly hard: number }
  readonly attempts: number
  /** Greatest and mean error, in persons, the same for all that is promised. */
  readonly greatest: number
  readonly mean: number
}

/** Writes which few cubes a jurisdiction publishes, instead of those that are shipped. */
export function publishOnly(jurisdiction: string, { cubes, sweeps, attempts, greatest, mean }: Published): void {
  const bound = `{ max: ${greatest}, mean: ${mean} }`
  const text = `version: 1
decoys: 4
sweeps: { soft: ${sweeps.soft}, hard: ${sweeps.hard} }
attempts: ${attempts}
promises: { promised: ${bound}, block: ${bound}, year: ${bound}, across: ${bound} }
cubes:
${cubes}`
  writeFileSync(join(jurisdiction, 'disclosure.yaml'), text)
}

/** A small cube for {@link Published}. */
export const assessmentsCube = `  assessments:
    dimensions: [quarter, region, level, sex]
    decoys: { swap: [level], match_on: [sex] }
`

/** Sentences by quarter, for {@link Published}: searched in several blocks. */
export const quarterlySentences = `  sentences:
    dimensions: [quarter, region, sanction_class, sex, age_band]
    block: quarter
    decoys: { swap: [sanction_class], match_on: [sex, age_band] }
`
