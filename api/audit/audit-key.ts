import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, writeDurably } from '#foundation'
import { anchorsFile, auditFolder } from './audit-files.ts'

/** The key that signs lines about the audit log. */
export interface AuditKey {
  /** SPKI in base64. */
  readonly publicKey: string
  sign(text: string): string
}

/** Where a home keeps it, apart from what it signs. */
export function auditKeyPath(home: string): string {
  return join(home, 'secrets', 'audit.pem')
}

/** The key of a home, made with the first line that it signs. @throws {@link Refusal} `AUDIT_KEY_BROKEN`, also for one that is gone */
export function auditKey(home: string): AuditKey {
  const path = auditKeyPath(home)
  if (!existsSync(path)) {
    // With a new one all lines that were signed before would look forged.
    if (existsSync(join(auditFolder(home), anchorsFile))) throw brokenKey(path)
    mkdirSync(join(home, 'secrets'), { recursive: true, mode: 0o700 })
    writeDurably(path, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
  }
  try {
    const key = createPrivateKey(readFileSync(path))
    const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')
    return { publicKey, sign: (text) => sign(null, Buffer.from(text), key).toString('base64') }
  } catch (error) {
    throw brokenKey(path, error)
  }
}

function brokenKey(file: string, cause?: unknown): Refusal {
  const message = 'The key of the audit log is gone or cannot be read. Bring secrets/audit.pem back from a backup.'
  return new Refusal('AUDIT_KEY_BROKEN', message, { file }, { cause })
}
