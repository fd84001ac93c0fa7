// Puts all mutants of a module into it at once: each stands beside what it replaces, and a switch chooses while the tests run.

/**
 * @param source - the text of a module
 * @param mutants - with `id`, `node` (`start`, `end`), `text` and `isStatement`
 * @param statements - ranges of the statements that are one expression
 */
export function instrument(source, mutants, statements) {
  const ranges = new Map()
  for (const mutant of mutants) {
    const key = `${mutant.node.start} ${mutant.node.end}`
    ranges.set(key, [...(ranges.get(key) ?? []), mutant])
  }
  const all = [...ranges.values()].map((of) => ({ ...of[0].node, of }))
  const isChanged = ({ start, end }) => all.some((one) => one.start >= start && one.end <= end)
  const wholes = statements.filter(isChanged).map((one) => ({ ...one, of: [] }))
  return written(source, { start: 0, end: source.length }, nested([...all, ...wholes]))
}

/** Ranges as a tree; of equal ones the statement is outside. */
function nested(ranges) {
  const sorted = ranges.toSorted((a, b) => a.start - b.start || b.end - a.end || a.of.length - b.of.length)
  const root = { start: 0, end: Number.POSITIVE_INFINITY, inner: [] }
  const open = [root]
  for (const range of sorted) {
    while (range.start >= open.at(-1).end) open.pop()
    const node = { ...range, inner: [] }
    open.at(-1).inner.push(node)
    open.push(node)
  }
  return root.inner
}

function written(source, { start, end }, inner) {
  let [text, at] = ['', start]
  for (const node of inner) {
    text += source.slice(at, node.start) + switched(written(source, node, node.inner), node.of)
    at = node.end
  }
  return text + source.slice(at, end)
}

function switched(original, mutants) {
  // A statement must not begin with a bracket: the line before may have no semicolon.
  if (mutants.length === 0) return `void (${original})`
  if (mutants[0].isStatement) return `{ if (!__mutant(${mutants[0].id})) { ${original} } }`
  return `(${mutants.map(({ id, text }) => `__mutant(${id}) ? (${text}) : `).join('')}(${original}))`
}
