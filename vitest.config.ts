import { defineConfig } from 'vitest/config'
import { HomeUsersLast } from './cli/testing/home-users-last.ts'

const long = ['**/*.test.ts', '**/*.long.ts']
const kinds: Readonly<Record<string, string[]>> = {
  long,
  clickhouse: ['**/*.clickhouse.ts'],
  freeze: ['cli/testing/freeze.ts'],
}
const kind = process.env['TARAZA_TEST'] ?? ''
const include = kinds[kind] ?? ['**/*.test.ts']
const exclude = ['node_modules', 'dist']

const resolve = { alias: [{ find: /^#(.+)$/, replacement: `${import.meta.dirname}/$1/index.ts` }] }

/** They measure how much memory their process takes. */
const measuring = include.includes('**/*.test.ts') ? ['api/fuzz.test.ts', 'dashboards/verify-limits.test.ts'] : []
/** Loading the program takes longer than most tests: their files share two processes, in which it is loaded once. */
const groups = [
  { name: 'together', include, exclude: [...exclude, ...measuring], isolate: kind !== '' },
  { name: 'measuring', include: measuring, exclude, isolate: true },
]

const waiting = kind === 'freeze' ? {} : { setupFiles: ['cli/testing/wait-for-home.ts'] }

export default defineConfig({
  resolve,
  test: {
    globalSetup: kind === 'freeze' ? [] : ['cli/testing/shared-home.ts'],
    maxWorkers: 2,
    sequence: { sequencer: HomeUsersLast },
    projects: groups.map((group) => ({
      resolve,
      test: { ...group, ...waiting, pool: 'forks', testTimeout: 120_000, hookTimeout: 180_000 },
    })),
  },
})
