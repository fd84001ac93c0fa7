import { createHash } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { selectRow } from '#foundation'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { definePseudonyms, fingerprint } from './pseudonyms.ts'

const memory = inMemory()
const secret = Buffer.alloc(32, 9)
beforeEach(() => definePseudonyms(memory.connection, { bytes: secret }))

const hash = (...parts: readonly (string | Buffer)[]) => {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest('hex')
}

it('a pseudonym is the first half of the hash of the secret and the key', async () => {
  const { told: reported } = await selectRow<{ told: string }>(memory.connection, `select pseudonym('Ключ 1') as told`)
  expect(reported).toBe(hash(secret, 'Ключ 1').slice(0, 32))
})

it('a fingerprint is one of the salt and the texts, which do not run into each other', async () => {
  const salt = hash(secret).slice(0, 16)
  const same = `md5_number('${salt}a' || chr(31) || 'b' || chr(31)) = ${fingerprint([`'a'`, `'b'`, 'null'])}`
  expect(await selectRow(memory.connection, `select ${same} as same`)).toEqual({ same: true })
})
