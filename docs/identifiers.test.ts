import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { packagePath, packageRoot } from '#foundation'

it('no name in the code is one of the words that say too little', () => {
  const found = execFileSync(process.execPath, [packagePath('scripts', 'measures', 'identifiers.mjs')], {
    cwd: packageRoot,
    encoding: 'utf8',
  })
  expect(found.split('\n').filter(Boolean)).toEqual([])
})
