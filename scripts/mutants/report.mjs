// Says what became of mutants.

/** @returns one line per file with the numbers of its mutants, and a last one for all */
export function table(tried) {
  const files = [...new Set(tried.map(({ file }) => file))].sort()
  const folders = [...new Set(files.map((file) => `${file.split('/').slice(0, 2).join('/')}/`))]
  const rows = [
    ...files.map((file) =>
      row(
        file,
        tried.filter((one) => one.file === file),
      ),
    ),
    ...folders.map((folder) =>
      row(
        folder,
        tried.filter(({ file }) => file.startsWith(folder)),
      ),
    ),
    row('all', tried),
  ]
  const heads = ['file', 'mutants', 'killed', 'explained', 'survived', 'invalid', 'score']
  const widths = heads.map((head, index) => Math.max(head.length, ...rows.map((cells) => cells[index].length)))
  return [heads, ...rows]
    .map((cells) =>
      cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index]))).join('  '),
    )
    .join('\n')
}

function row(name, of) {
  const count = (state) => of.filter((one) => one.state === state).length
  const counts = [of.length, count('killed'), count('explained'), count('survived'), count('invalid')]
  const score = scoreOf(of)
  return [name, ...counts.map(String), score === undefined ? '' : `${(score * 100).toFixed(1)} %`]
}

/** Killed mutants as a share of those that could be run and make a difference. */
export function scoreOf(tried) {
  const run = tried.filter(({ state }) => state === 'killed' || state === 'survived')
  return run.length === 0 ? undefined : run.filter(({ state }) => state === 'killed').length / run.length
}

/** Survivors as entries for explained.yaml, which want a reason. */
export function survivors(tried) {
  const left = tried
    .filter(({ state }) => state === 'survived')
    .toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start))
  return left
    .map(
      ({ file, line, was, is }) =>
        `# line ${line}\n- file: ${file}\n  was: ${JSON.stringify(was)}\n  is: ${JSON.stringify(is)}`,
    )
    .join('\n')
}
