import { createHash } from 'node:crypto'
import { isWholeZip, Refusal, unpackZip, type ZipParts } from '#foundation'
import { chunkInPng, type Span, sealInPdf, sealInProperties, sealInSvg } from './find-seal.ts'
import { archiveSeal, inSvg, longestSeal, officeSeal, pngSeal } from './seal-places.ts'
import { contentOfParts } from './sealed-content.ts'

/** What a file holds: the hash of everything but its seal, and the seal as text. */
export interface Opened {
  readonly content: string
  readonly seal: string | undefined
}

/** Bytes that all files of an archive may have together: a pack has some millions. */
const largestUnpacked = 64_000_000

/** Finds the seal of an exported file of any kind. @throws {@link Refusal} `NOT_OURS`, `FILE_TOO_LARGE` */
export function openFile(given: Uint8Array): Opened {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  const head = bytes.toString('latin1', 0, 500)
  if (head.startsWith('PK')) return openZip(bytes)
  if (head.startsWith('%PDF')) return openPdf(bytes)
  if (head.startsWith('\u0089PNG')) return openPng(bytes)
  if (head.includes('<svg')) return openSvg(bytes)
  throw notOurs()
}

export function notOurs(cause?: unknown): Refusal {
  const message =
    'This file contains no manifest or is damaged, so it cannot be checked. Packs can, charts as PNG, SVG, PDF and PPTX, and answers as JSON. An answer as CSV, XLSX or Parquet has no manifest: check the same answer as JSON.'
  return new Refusal('NOT_OURS', message, {}, { cause })
}

const unsealed: Opened = { content: '', seal: undefined }

function openZip(bytes: Buffer): Opened {
  const parts = unpacked(bytes)
  const [office, archive] = [officeSeal, archiveSeal].map((name) => bufferOf(parts.get(name)))
  const [sealed, seal] = office === undefined ? [archive, whole(archive)] : [office, sealInProperties(office)]
  if (sealed === undefined || seal === undefined) return unsealed
  // Another program would read more, or other things, than was sealed.
  const content = isWholeZip(bytes) ? contentOfParts(parts) : ''
  return { content, seal: textIn(sealed, seal) }
}

function bufferOf(part: Uint8Array | undefined): Buffer | undefined {
  return part && Buffer.from(part.buffer, part.byteOffset, part.byteLength)
}

function whole(part: Buffer | undefined): Span | undefined {
  return part === undefined || part.length === 0 || part.length > longestSeal
    ? undefined
    : { start: 0, end: part.length }
}

function unpacked(bytes: Uint8Array): ZipParts {
  try {
    return unpackZip(bytes, largestUnpacked)
  } catch (error) {
    if (error instanceof RangeError)
      throw new Refusal('FILE_TOO_LARGE', 'The file unpacks to more than any file of ours.', {}, { cause: error })
    throw notOurs(error)
  }
}

function openPdf(bytes: Buffer): Opened {
  const seal = sealInPdf(bytes)
  if (seal === undefined) return unsealed
  return { content: contentBeside(bytes, seal, '.'.repeat(seal.end - seal.start)), seal: textIn(bytes, seal) }
}

function openPng(bytes: Buffer): Opened {
  const chunk = chunkInPng(bytes)
  if (chunk === undefined || chunk.end - chunk.start > longestSeal) return unsealed
  const seal = { start: chunk.start + 4 + pngSeal.length, end: chunk.end - 4 }
  return { content: contentBeside(bytes, chunk), seal: textIn(bytes, seal) }
}

function openSvg(bytes: Buffer): Opened {
  const seal = sealInSvg(bytes)
  if (seal === undefined) return unsealed
  const element = { start: seal.start - inSvg.before.length, end: seal.end + inSvg.after.length }
  return { content: contentBeside(bytes, element), seal: textIn(bytes, seal) }
}

/** The hash of a file with something else in a place of it. */
function contentBeside(bytes: Buffer, { start, end }: Span, instead = ''): string {
  const hash = createHash('sha256').update(bytes.subarray(0, start)).update(instead)
  return hash.update(bytes.subarray(end)).digest('hex')
}

function textIn(bytes: Buffer, { start, end }: Span): string {
  return bytes.toString('latin1', start, end)
}
