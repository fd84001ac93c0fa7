import { defineConfig } from 'vitest/config'

const long = ['**/*.test.ts', '**/*.long.ts']
const kinds: Readonly<Record<string, string[]>> = {
  long,
  clickhouse: ['**/*.clickhouse.ts'],
  freeze: ['cli/testing/freeze.ts'],
}
const kind = process.env['TARAZA_TEST'] ?? ''

export default defineConfig({
  resolve: { alias: [{ find: /^#(.+)$/, replacement: `${import.meta.dirname}/$1/index.ts` }] },
  test: {
    include: kinds[kind] ?? ['**/*.test.ts'],
    exclude: ['node_modules', 'dist'],
    globalSetup: kind === 'freeze' ? [] : ['cli/testing/shared-home.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
