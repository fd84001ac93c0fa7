/** The pages of the built documents, in the order of reading. */
export const contents = [
  ['Start', ['docs/start.md']],
  ['Guides', ['minister', 'analyst', 'steward', 'secretary', 'operator'].map((role) => `docs/guides/${role}.md`)],
  ['По-русски', ['minister', 'analyst', 'steward', 'secretary', 'operator'].map((role) => `docs/guides/${role}.ru.md`)],
  [
    'Methods',
    ['counting', 'protection', 'changes', 'intervals', 'why', 'projection', 'follow-up', 'hand-off', 'ledger'].map(
      (method) => `docs/methods/${method}.md`,
    ),
  ],
  ['API', ['docs/api.md']],
  [
    'Recipes',
    ['README', 'curl', 'duckdb', 'python', 'r', 'javascript', 'sheets', 'sdmx', 'sdg'].map(
      (name) => `docs/recipes/${name}.md`,
    ),
  ],
  [
    'Operations',
    [
      'deploy/README.md',
      'docs/configuration.md',
      'docs/upgrading.md',
      'docs/delivering.md',
      'docs/new-country.md',
      'docs/contracts.md',
      'docs/scaling.md',
      'docs/troubleshooting.md',
    ],
  ],
  ['Development', ['docs/boards.md', 'docs/pack.md', 'docs/dependencies.md', 'docs/style.md', 'docs/code-terms.md']],
  ['Terms', ['docs/glossary.md']],
]

/** Where a source stands in the built documents, such as `guides/analyst.html`. */
export function addressOf(source) {
  const path = source.replace(/^docs\//, '').replace(/README\.md$/, 'index.md')
  return path.replace(/\.md$/, '.html')
}
