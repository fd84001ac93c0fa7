// What the rules find in the texts of the repository.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../ensure-installed.mjs'
import { readHelp } from './read-help.mjs'
import { readMarkdown } from './read-markdown.mjs'
import { readRefusals } from './read-refusals.mjs'
import { readLocalizedTexts, readPageTexts } from './read-yaml.mjs'
import { faultsOf, unequalPlaceholders } from './rules.mjs'

/** Which files are read, and how. The first pattern that a path matches counts. */
const readers = [
  [/\.test\.ts$|\/testing\//, undefined],
  [/^dashboards\/texts\/(en|ru|ky)\.yaml$/, (source, [, language]) => readPageTexts(source, language)],
  [/^(dashboards\/(boards|pack)|warehouse|jurisdictions)\/.*\.yaml$/, (source) => readLocalizedTexts(source)],
  [/^cli\/help\.json$/, (source) => readHelp(source)],
  [
    /^(README|SECURITY|CONTRIBUTING|CHANGELOG|deploy\/README|docs\/.*)\.md$/,
    (source, [path]) => readPage(source, path),
  ],
  [/^(?!scripts|bench).*\.tsx?$/, (source, [path]) => readRefusals(source, path)],
]

function readPage(source, path) {
  const language = path.includes('.ru.') ? 'ru' : 'en'
  return readMarkdown(source).map((text) => ({ ...text, language }))
}

/** Everything that is wrong in the texts of a file. */
export function findingsIn(path, source) {
  const [pattern, read] = readerOf(path)
  if (read === undefined) return []
  const texts = read(source, path.match(pattern))
  const found = [
    ...texts.flatMap((text) => faultsOf(text).map((fault) => ({ ...fault, ...text }))),
    ...groupsOf(texts).flatMap((group) => unequalPlaceholders(group).map((fault) => ({ ...fault, ...group[0] }))),
  ]
  return found.map(({ rule, detail, line, place }) => ({ path, rule, detail, at: line ?? place }))
}

function readerOf(path) {
  return readers.find(([pattern]) => pattern.test(path)) ?? []
}

/** The same text in several languages. */
function groupsOf(texts) {
  const groups = new Map()
  for (const text of texts) if (text.group) groups.set(text.group, [...(groups.get(text.group) ?? []), text])
  return [...groups.values()]
}

/** Everything that is wrong in the texts of the repository. */
export function allFindings() {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 }
  const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], options).split('\n')
  const readable = paths.filter((path) => readerOf(path)[1] !== undefined)
  return readable.flatMap((path) => findingsIn(path, readIfThere(join(root, path))))
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
