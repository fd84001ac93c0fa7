import { readFileSync } from 'node:fs'
import type { JsonAnswer } from '#api'
import { Refusal } from '#foundation'
import { answerClaim } from './answer-claim.ts'
import { fileInForm } from './file-in-form.ts'
import type { FigureClaim, Manifest } from './manifest.ts'
import { manifestSchema } from './manifest.ts'
import { notOurs, openFile } from './open-file.ts'
import { hasDoubledMember, parseBounded } from './parse-bounded.ts'
import { readSeal } from './seal.ts'

/** A file as somebody sent it: its bytes, or where they were written to. */
export type Sent = ({ readonly bytes: Uint8Array } | { readonly path: string }) & {
  /** The media type of a form that holds the file in a field. */
  readonly form?: string
}

/** What a file says of itself, and whether it is as it was: plain data, not yet compared with any release. */
export interface Sealed {
  readonly manifest: Manifest
  /** Of whoever signed it; an answer of the API bears no signature. */
  readonly publicKey: string | undefined
  /** What was changed since it was signed. */
  readonly changed: 'manifest' | 'content' | undefined
}

/**
 * Opens a file that anybody may have sent, whatever it is. It is made for a thread of its own.
 *
 * @throws {@link Refusal} `NO_FILE`, `NOT_OURS`, `FILE_TOO_LARGE`, `MANIFEST_BROKEN`, `NOT_PUBLIC`
 */
export async function openSent({ form, ...file }: Sent): Promise<Sealed> {
  const sent = 'path' in file ? readFileSync(file.path) : file.bytes
  const bytes = form === undefined ? sent : await fileInForm(sent, form)
  if (bytes[0] === '{'.charCodeAt(0)) {
    const answer = answerIn(bytes)
    const changed = hasDoubledMember(bufferOf(bytes), answer) ? 'content' : undefined
    return { manifest: manifestOf(answer), publicKey: undefined, changed }
  }
  const { content, seal } = openFile(bytes)
  if (seal === undefined) throw notOurs()
  const { manifest, publicKey, isIntact, content: sealed } = readSeal(seal)
  return { manifest, publicKey, changed: isIntact ? (content === sealed ? undefined : 'content') : 'manifest' }
}

/** An answer of the API says of itself what it is: it needs no seal to be compared, and proves no origin. */
function answerIn(bytes: Uint8Array): JsonAnswer {
  const answer = parsed(bytes)
  const { columns, rows, dataset } = answer
  if (!Array.isArray(columns) || !Array.isArray(rows) || typeof dataset !== 'string') throw notOurs()
  // A row has a cell for each column, so that reading all of them takes as long as the file is.
  if (!rows.every((row) => Array.isArray(row) && row.length === columns.length)) throw notOurs()
  return answer
}

function parsed(bytes: Uint8Array): JsonAnswer {
  try {
    return parseBounded(bufferOf(bytes)) as JsonAnswer
  } catch (error) {
    throw error instanceof Refusal ? error : notOurs(error)
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function manifestOf(answer: JsonAnswer): Manifest {
  const { level, release, dataset, asOf, synthetic } = answer
  if (level !== 'public' || release === null)
    throw new Refusal('NOT_PUBLIC', 'Only public answers are checked here: ask who may see the others.')
  const fixed = {
    taraza: 1,
    software: '',
    kind: 'chart',
    language: 'en',
    level: 'public',
    protection: '',
    contentHash: '',
  } as const
  const { data, error } = manifestSchema.safeParse({
    ...fixed,
    name: dataset,
    jurisdiction: '',
    release,
    publishedAt: asOf,
    synthetic,
    figures: [claimIn(answer)],
  })
  if (data === undefined) throw notOurs(error)
  return data
}

function claimIn(answer: JsonAnswer): FigureClaim {
  try {
    return answerClaim(answer, answer.dataset)
  } catch (error) {
    throw notOurs(error)
  }
}
