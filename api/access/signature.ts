import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA-256 over parts whose limits are part of what is signed. */
export function signatureOf(parts: readonly string[], key: Uint8Array): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url')
}

/** Compares in a time that does not depend on where the signatures differ. */
export function isSigned(parts: readonly string[], signature: string, key: Uint8Array): boolean {
  const [sent, right] = [Buffer.from(signature), Buffer.from(signatureOf(parts, key))]
  return sent.length === right.length && timingSafeEqual(sent, right)
}

/** A value as text that any header and cookie can hold. */
export function packed(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** What was packed; `undefined` when it is no such text. */
export function unpacked(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}
