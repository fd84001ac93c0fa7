import { defineConfig } from 'vitest/config'

const long = ['**/*.test.ts', '**/*.long.ts']
const kinds: Readonly<Record<string, string[]>> = { long, clickhouse: ['**/*.clickhouse.ts'] }

export default defineConfig({
  resolve: { alias: [{ find: /^#(.+)$/, replacement: `${import.meta.dirname}/$1/index.ts` }] },
  test: {
    include: kinds[process.env['TARAZA_TEST'] ?? ''] ?? ['**/*.test.ts'],
    exclude: ['node_modules', 'dist'],
    globalSetup: ['cli/testing/shared-home.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
