import { createPublicKey, verify } from 'node:crypto'

/** Whether a text was signed with the Ed25519 key whose public half is given: SPKI and signature in base64. Nonsense was signed by nobody. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
