import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal, readState, writeDurably } from '#foundation'
import { type Principal, roles } from './roles.ts'

const tokenSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  /** Without it all datasets. */
  datasets: z.array(z.string()).optional(),
  /** SHA-256 of the secret part, in hexadecimal digits. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().optional(),
})

/** What a home keeps of an API token: whose it is, how long it holds, and the hash of its secret part. Times are ISO 8601. */
export type Token = z.output<typeof tokenSchema>

export interface NewToken {
  readonly name: string
  readonly role: Token['role']
  readonly datasets?: readonly string[] | undefined
  readonly days: number
}

const prefix = 'taraza'
const idBytes = 6
const secretBytes = 32

/** The API tokens of a home. A token is shown once; what is kept is the hash of its secret part. */
export class TokenStore {
  readonly #folder: string

  constructor(home: string) {
    this.#folder = join(home, 'access')
  }

  list(): readonly Token[] {
    if (!existsSync(this.#file)) return []
    return readState(this.#file, z.array(tokenSchema))
  }

  /** @returns the token itself, which nobody can read again */
  create({ name, role, datasets, days }: NewToken, now: Date): { readonly token: string; readonly record: Token } {
    const [id, secret] = [randomBytes(idBytes).toString('hex'), randomBytes(secretBytes).toString('base64url')]
    const record: Token = {
      id,
      name,
      role,
      ...(datasets === undefined ? {} : { datasets: [...datasets] }),
      hash: hashOf(secret).toString('hex'),
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + days * 86_400_000).toISOString(),
    }
    this.#write([...this.list(), record])
    return { token: `${prefix}_${id}_${secret}`, record }
  }

  /** @throws {@link Refusal} `UNKNOWN_TOKEN` */
  revoke(id: string, now: Date): Token {
    const found = this.list().find((token) => token.id === id)
    if (found === undefined)
      throw new Refusal('UNKNOWN_TOKEN', 'There is no such token. "taraza token list" shows the ids.', {
        parameter: 'id',
      })
    const revoked = { ...found, revokedAt: found.revokedAt ?? now.toISOString() }
    this.#write(this.list().map((token) => (token.id === id ? revoked : token)))
    return revoked
  }

  /** Forgets the tokens that ended or were revoked before a day. @returns how many */
  forget(before: Date): number {
    const all = this.list()
    const remaining = all.filter(({ expiresAt, revokedAt = expiresAt }) => revokedAt >= before.toISOString())
    if (remaining.length < all.length) this.#write(remaining)
    return all.length - remaining.length
  }

  /**
   * Who sends this token.
   *
   * @throws {@link Refusal} `TOKEN_NOT_VALID` (401): unknown, expired or revoked; the answer does not say which
   */
  askerOf(text: string, now: Date): Principal {
    const [, id = '', secret = ''] = new RegExp(`^${prefix}_([0-9a-f]+)_([\\w-]+)$`).exec(text) ?? []
    const token = this.list().find((known) => known.id === id)
    const isRight = timingSafeEqual(hashOf(secret), Buffer.from(token?.hash ?? hashOf('').toString('hex'), 'hex'))
    const isLive = token !== undefined && token.revokedAt === undefined && token.expiresAt > now.toISOString()
    if (!isRight || !isLive) {
      const message = 'This token is not valid: it is unknown, expired or revoked. Ask the operator for a new one.'
      throw new Refusal('TOKEN_NOT_VALID', message)
    }
    return { who: `token:${token.id}:${token.name}`, role: token.role, datasets: token.datasets }
  }

  get #file(): string {
    return join(this.#folder, 'tokens.json')
  }

  #write(tokens: readonly Token[]): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    writeDurably(this.#file, `${JSON.stringify(tokens, null, 2)}\n`)
  }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
