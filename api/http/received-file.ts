import { createHash, type Hash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Request } from 'express'
import { Refusal } from '#foundation'
import { type BodyLimits, slowness } from './slow-sender.ts'

/** The body of a request as a file that only this user can read. */
export interface ReceivedFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  /** Whoever received it calls this, whatever came of it. */
  remove(): void
}

const prefix = 'taraza-received-'
/** Milliseconds after which a folder was left by a process that was ended: none is needed as long. */
const longestUse = 3_600_000

/**
 * Writes the body of a request as it comes into a file, in a folder of its own. What did not come whole is removed.
 *
 * @throws {@link Refusal} `FILE_TOO_LARGE`, `SENT_TOO_SLOWLY`, `NOT_SENT`
 */
export async function receivedFile(request: Request, limits: BodyLimits): Promise<ReceivedFile> {
  if (Number(request.get('content-length') ?? 0) > limits.bytes) throw tooLarge()
  const folder = mkdtempSync(join(tmpdir(), prefix))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    return { ...(await receive(request, join(folder, 'body'), limits)), remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** Removes what processes left that were ended while they received a file, or worked in folders of another prefix. */
export function removeLeftBehind(now = Date.now(), of = prefix): void {
  for (const name of readdirSync(tmpdir()).filter((found) => found.startsWith(of))) {
    const path = join(tmpdir(), name)
    const stat = statSync(path, { throwIfNoEntry: false })
    const isOurs = stat !== undefined && stat.uid === process.getuid?.()
    if (isOurs && now - stat.mtimeMs > longestUse) rmSync(path, { recursive: true, force: true })
  }
}

async function receive(request: Request, path: string, limits: BodyLimits): Promise<Omit<ReceivedFile, 'remove'>> {
  const handle = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  try {
    const bytes = await written(request, handle, hash, limits)
    return { path, bytes, sha256: hash.digest('hex') }
  } finally {
    await handle.close()
  }
}

/** Of what comes no more is taken than is written: the rest waits at the sender. */
function written(request: Request, handle: FileHandle, hash: Hash, limits: BodyLimits): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0
    const pace = slowness(
      limits,
      () => bytes,
      (slow) => finish(slow),
    )
    const finish = (failure?: unknown) => {
      pace.end()
      request.off('data', take).off('end', finish).off('close', leave).off('error', leave)
      if (failure === undefined) resolve(bytes)
      else reject(failure)
    }
    const leave = () => finish(new Refusal('NOT_SENT', 'The file did not come to its end. Send it again.'))
    const take = (part: Buffer) => {
      bytes += part.length
      if (bytes > limits.bytes) return finish(tooLarge())
      hash.update(part)
      request.pause()
      handle.write(part).then(() => request.resume(), finish)
    }
    request.on('data', take).on('end', finish).on('close', leave).on('error', leave)
    if (request.destroyed) leave()
  })
}

function tooLarge(): Refusal {
  return new Refusal('FILE_TOO_LARGE', 'The file is larger than any file of ours.')
}
