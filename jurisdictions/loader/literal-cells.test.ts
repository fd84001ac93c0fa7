import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { aliasCell, readCodeList } from './code-list.ts'
import { parseCondition, plainCell } from './condition.ts'

const folder = mkdtempSync(join(tmpdir(), 'cells-'))
afterAll(() => rmSync(folder, { recursive: true }))

const path = join(folder, 'list.csv')
/** What cells of tables are made of, with all that has a meaning in them. */
const text = fc
  .array(fc.constantFrom('|', '*', '(', ')', '>', '=', 'a', '7', ' ', 'empty', '(empty)'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join('').trim())
  .filter((joined) => joined !== '')

it('each text can be an alias, whatever separates aliases', () => {
  const law = fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 4 }), (aliases) => {
    writeFileSync(path, `code,en,ru,ky,aliases\nX,x,x,x,"${aliases.map(aliasCell).join('|')}"\n`)
    expect(readCodeList(path, [])?.rows[0]?.aliases).toEqual(aliases)
  })
  fc.assert(law, { numRuns: 100 })
})

it('each text can be the condition that asks for it', () => {
  const law = fc.property(text, (wanted) => {
    expect(parseCondition(plainCell(wanted), false)).toEqual({ kind: 'is', text: wanted.toLowerCase() })
  })
  fc.assert(law)
})
