import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Request } from 'express'

export type ContentCoding = 'br' | 'gzip' | 'identity'

const minBytes = 1024
const brotliQuality = 4
const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

/** The encoding that a caller prefers, for answers that are kept: they are compressed once. */
export function requestedEncoding(request: Request): ContentCoding {
  const found = request.acceptsEncodings(['br', 'gzip', 'identity'])
  return found === 'br' || found === 'gzip' ? found : 'identity'
}

/** Small answers, and types that are compressed in themselves, are not worth it. */
export function isWorthCompressing(bytes: Buffer, type: string): boolean {
  return bytes.length >= minBytes && /json|text|xml|svg|arrow/.test(type) && !type.includes('openxmlformats')
}

export async function compressed(bytes: Buffer, encoding: Exclude<ContentCoding, 'identity'>): Promise<Buffer> {
  if (encoding === 'gzip') return await toGzip(bytes)
  return await toBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } })
}
