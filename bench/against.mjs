// npm run bench -- --against COMMIT: two versions in turns on one machine, each by its own benchmark and on homes of its own.
import { execFileSync } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { shelf } from './homes.mjs'
import { spread } from './measure.mjs'
import { number } from './report.mjs'

/** Checks out and builds a version, once; returns its folder. */
export function otherVersion(root, commit) {
  const id = execFileSync('git', ['-C', root, 'rev-parse', '--verify', `${commit}^{commit}`], {
    encoding: 'utf8',
  }).trim()
  const folder = join(shelf, `version-${id.slice(0, 12)}`)
  if (existsSync(folder)) return folder
  const building = `${folder}.building`
  rmSync(building, { recursive: true, force: true })
  execFileSync('git', ['clone', '--quiet', '--no-checkout', root, building])
  const inside = { cwd: building, stdio: ['ignore', 'ignore', 'inherit'] }
  execFileSync('git', ['checkout', '--quiet', '--detach', id], inside)
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], inside)
  execFileSync(process.execPath, [join('scripts', 'build.mjs'), 'program'], inside)
  renameSync(building, folder)
  return folder
}

/**
 * Measures one part of two versions in turns, and which comes first changes with each round.
 *
 * @param measure - measures a part once in the folder of a version; resolves to its results
 */
export async function compareVersions(folders, rounds, measure) {
  const measured = folders.map(() => new Map())
  for (let round = 0; round < rounds; round++)
    for (const at of round % 2 === 0 ? [0, 1] : [1, 0])
      for (const { what, value, unit } of await measure(folders[at])) {
        const known = measured[at].get(what) ?? { unit, values: [] }
        known.values.push(value)
        measured[at].set(what, known)
      }
  const [ours, theirs] = measured
  return [...ours].flatMap(([what, { unit, values }]) => {
    const other = theirs.get(what)
    if (other === undefined) return []
    const [now, before] = [spread(values).value, spread(other.values).value]
    return [{ what, unit, now, before, ratio: now / before }]
  })
}

/** Says how a result compares, with a mark where it is worse by more than a twentieth. */
export function lineOfComparison(size, { what, unit, now, before, ratio }) {
  const isWorse = unit.endsWith('/s') ? ratio < 1 / 1.05 : ratio > 1.05
  const [here, there] = [now, before].map((value) => number(value).padStart(9))
  return `  ${size.padEnd(8)}${what.padEnd(52)}${here}${there} ${unit.padEnd(5)}${ratio.toFixed(2)} x${isWorse ? '  worse' : ''}`
}
