import type { ErrorRequestHandler, Request, Response } from 'express'
import { Refusal } from '#foundation'
import { principalOf } from '../access/identify.ts'
import type { AuditEntry } from './audit-files.ts'

/** Refusals of whoever asks for more than they may. */
const audited = new Set([
  'SIGN_IN_NEEDED',
  'TOKEN_NOT_VALID',
  'NOT_SPOKEN_FOR',
  'SIGN_IN_FAILED',
  'NOT_YOUR_LEVEL',
  'NOT_YOUR_DATASET',
  'PURPOSE_NEEDED',
  'PURPOSE_IN_ADDRESS',
  'FORM_NOT_YOURS',
])

/** Equal attempts within this time are one line, so that nobody fills the disk with them. */
const together = 60_000
/** So many different attempts of one asker have lines of their own in that time; what comes after is counted together. */
const maxApart = 20

interface Audit {
  append(entry: AuditEntry): void
}

/** Whether it refuses somebody who asked for more than they may, which belongs into the audit log. */
export function isAudited(error: unknown): error is Refusal {
  return error instanceof Refusal && audited.has(error.code)
}

/** Writes refused attempts to the audit log: who, where and why not; never what was sent. */
export function auditRefusals({ audit }: { readonly audit: Audit }): ErrorRequestHandler {
  const recent = new Map<string, number>()
  const apart = new Map<string, number>()
  const tellMore = (entry: AuditEntry, key: string, asker: string) => {
    const more = recent.get(key) ?? 0
    recent.delete(key)
    const others = (apart.get(asker) ?? 1) - 1
    if (others === 0) apart.delete(asker)
    else apart.set(asker, others)
    try {
      if (more > 0) audit.append({ ...entry, at: new Date().toISOString(), times: more })
    } catch {
      // The first attempt is written. That its repetitions cannot be must not end the server; the next attempt tells the fault.
    }
  }
  return (error, request, response, next) => {
    if (isAudited(error)) {
      const entry = attemptOf(error.code, request, response)
      const asker = `${entry.who} ${error.code}`
      const own = `${asker} ${JSON.stringify([entry.level, entry.question])}`
      const key = recent.has(own) || (apart.get(asker) ?? 0) < maxApart ? own : asker
      const known = recent.get(key)
      recent.set(key, known === undefined ? 0 : known + 1)
      if (known === undefined) {
        audit.append(entry)
        apart.set(asker, (apart.get(asker) ?? 0) + 1)
        setTimeout(() => tellMore(entry, key, asker), together).unref()
      }
    }
    next(error)
  }
}

function attemptOf(code: string, request: Request, response: Response): AuditEntry {
  const { who = 'nobody', role = 'public', purpose = null } = principalOf(response) ?? {}
  const asked = request.query['level']
  const level = typeof asked === 'string' ? asked.slice(0, 20) : 'public'
  const question = { method: request.method, path: request.path.slice(0, 200) }
  return { at: new Date().toISOString(), who, role, level, edition: '', question, rows: 0, purpose, refused: code }
}
