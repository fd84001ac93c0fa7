import { defineConfig } from 'vitest/config'

const long = process.env['TARAZA_TEST'] === 'long'

export default defineConfig({
  resolve: { alias: [{ find: /^#(.+)$/, replacement: `${import.meta.dirname}/$1/index.ts` }] },
  test: {
    include: long ? ['**/*.test.ts', '**/*.long.ts'] : ['**/*.test.ts'],
    exclude: ['node_modules', 'dist'],
    globalSetup: ['cli/testing/shared-home.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
