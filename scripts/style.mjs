// npm run style: checks the texts that people read by the rules of docs/style.md; names what is worse than docs/style/baseline.json
// allows. --list names everything, also with a part of a path; --write-baseline lowers the baseline where texts became better.
import { parseArgs } from 'node:util'
import { compare, countsOf, lowerBaseline, newFindings, readBaseline } from './style/baseline.mjs'
import { allFindings } from './style/findings.mjs'

const { values, positionals } = parseArgs({
  options: { list: { type: 'boolean', default: false }, 'write-baseline': { type: 'boolean', default: false } },
  allowPositionals: true,
})

const findings = allFindings()
if (values['write-baseline']) lowerBaseline(countsOf(findings), readBaseline())
const { grown, shrunk } = compare(countsOf(findings), readBaseline())

if (values.list)
  print(findings.filter(({ path }) => positionals.length === 0 || positionals.some((part) => path.includes(part))))
print(grown.flatMap((place) => newFindings(place, findings)))
for (const { path, rule, found, allowed } of shrunk)
  console.log(`${path}: ${rule}: ${found}, no longer ${allowed}. Lower it: npm run style -- --write-baseline`)
if (grown.length + shrunk.length > 0) process.exitCode = 1

function print(found) {
  for (const { path, at, rule, detail } of found) console.log(`${path}:${at}: ${rule}: ${detail}`)
}
