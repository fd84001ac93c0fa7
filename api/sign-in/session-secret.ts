import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

const idBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** The secret of a new session. Only the cookie of its browser holds it. */
export function newSessionId(): string {
  return randomBytes(idBytes).toString('base64url')
}

/** Under which name a session is listed: it leads to no secret. */
export function listedAs(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}

/** What a form of a session sends, so that no form of another site counts. */
export function formToken(id: string): string {
  return createHmac('sha256', id).update('taraza form 1').digest('base64url')
}

/** Whether a form was made for the session. Takes the same time wherever the texts differ. */
export function isFormOf(id: string, sent: unknown): boolean {
  const [right, given] = [Buffer.from(formToken(id)), Buffer.from(typeof sent === 'string' ? sent : '')]
  return right.length === given.length && timingSafeEqual(right, given)
}

/** Locks a text so that only whoever has the cookie opens it: AES-256-GCM, in base64url. */
export function lockedFor(id: string, text: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(id), nonce)
  const locked = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), locked]).toString('base64url')
}

/** @throws when the text was locked for another session or was changed */
export function openedFor(id: string, locked: string): string {
  const bytes = Buffer.from(locked, 'base64url')
  const opener = createDecipheriv('aes-256-gcm', keyOf(id), bytes.subarray(0, nonceBytes))
  opener.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  return Buffer.concat([opener.update(bytes.subarray(nonceBytes + tagBytes)), opener.final()]).toString('utf8')
}

function keyOf(id: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', id, 'taraza', 'taraza session token 1', 32))
}
