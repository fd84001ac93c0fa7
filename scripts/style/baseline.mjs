// What the rules found in older texts: counts per file and rule, which may only shrink.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../ensure-installed.mjs'
import { findingsIn } from './findings.mjs'

const file = join(root, 'docs', 'style', 'baseline.json')

export function readBaseline() {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** How many findings each file has of each rule. */
export function countsOf(findings) {
  const counts = {}
  for (const { path, rule } of findings) {
    counts[path] ??= {}
    counts[path][rule] = (counts[path][rule] ?? 0) + 1
  }
  return counts
}

/** Where there are more findings than the baseline allows, and where there are fewer. */
export function compare(counts, baseline) {
  const places = [counts, baseline].flatMap((known) =>
    Object.entries(known).flatMap(([path, rules]) => Object.keys(rules).map((rule) => `${path} ${rule}`)),
  )
  const compared = [...new Set(places)].map((place) => {
    const [path, ...rule] = place.split(' ')
    const [found, allowed] = [counts, baseline].map((known) => known[path]?.[rule.join(' ')] ?? 0)
    return { path, rule: rule.join(' '), found, allowed }
  })
  return {
    grown: compared.filter(({ found, allowed }) => found > allowed),
    shrunk: compared.filter(({ found, allowed }) => found < allowed),
  }
}

/** Lowers what shrank. Nothing is raised, so that a new fault cannot be written off. */
export function lowerBaseline(counts, baseline) {
  const lower = compare(counts, baseline).shrunk
  const lowered = structuredClone(baseline)
  for (const { path, rule, found } of lower) {
    if (found === 0) delete lowered[path][rule]
    else lowered[path][rule] = found
    if (Object.keys(lowered[path]).length === 0) delete lowered[path]
  }
  writeFileSync(file, `${JSON.stringify(lowered, null, 2)}\n`)
}

/** The findings of a file and rule, where it can be known only those that the last commit did not have. */
export function newFindings({ path, rule }, findings) {
  const all = findings.filter((finding) => finding.path === path && finding.rule === rule)
  const before = new Set(findingsIn(path, committed(path)).map(({ detail }) => detail))
  const added = all.filter(({ detail }) => !before.has(detail))
  return added.length > 0 ? added : all
}

function committed(path) {
  try {
    return execFileSync('git', ['show', `HEAD:${path}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return path.endsWith('.json') ? '{}' : ''
  }
}
