import { spawnSync } from 'node:child_process'
import { expect, inject, it } from 'vitest'
import { packagePath } from '#foundation'

const minutes = 20

// That those which are not noticed have a reason, all of them, is what `npm run mutants -- --all` says.
it(
  'nine of ten small changes of the counting and of the checks are noticed',
  () => {
    const words = ['--seconds', `${minutes * 60}`, '--home', inject('kgHome')]
    const { status, stdout, stderr } = spawnSync(process.execPath, [packagePath('scripts', 'mutants.mjs'), ...words], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    })
    expect({ status, stdout, stderr: status === 0 ? '' : stderr }).toMatchObject({ status: 0, stderr: '' })
  },
  2 * minutes * 60_000,
)
