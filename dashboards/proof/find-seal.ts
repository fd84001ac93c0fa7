import { inOffice, inPdf, inSvg, longestSeal, pngSeal, pngSignature } from './seal-places.ts'

/** Where bytes lie among others. */
export interface Span {
  readonly start: number
  readonly end: number
}

// Each search goes on from where the last one stopped, so that a byte is looked at a fixed number of times, however often a marker stands.

/** Where the seal of a PDF lies: between a marker and a bracket are only letters of base64. */
export function sealInPdf(bytes: Buffer): Span | undefined {
  const { before, after } = inPdf
  for (let at = bytes.indexOf(before); at >= 0; ) {
    const start = at + before.length
    const end = endOfBase64(bytes, start)
    if (end > start && bytes[end] === after.charCodeAt(0)) return { start, end }
    at = bytes.indexOf(before, end)
  }
  return undefined
}

const [endInSvg, startInOffice] = [inSvg.after, inOffice.before].map((mark) => Buffer.from(mark)) as [Buffer, Buffer]
const base64 = new Set(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=.'))

function endOfBase64(bytes: Buffer, start: number): number {
  const end = Math.min(bytes.length, start + longestSeal)
  for (let at = start; at < end; at++) if (!base64.has(bytes[at] ?? 0)) return at
  return end
}

/** Where the seal of an SVG lies: the text of an element that holds no other one. */
export function sealInSvg(bytes: Buffer): Span | undefined {
  const { before } = inSvg
  for (let at = bytes.indexOf(before); at >= 0; ) {
    const start = at + before.length
    const end = bytes.indexOf('<', start)
    if (end < 0) return undefined
    if (end - start <= longestSeal && startsAt(bytes, end, endInSvg)) return { start, end }
    at = bytes.indexOf(before, end)
  }
  return undefined
}

/** Where the seal lies among the properties of an office file. */
export function sealInProperties(bytes: Buffer): Span | undefined {
  const { name, before } = inOffice
  for (let at = bytes.indexOf(name); at >= 0; ) {
    const tag = bytes.indexOf('>', at)
    if (tag < 0) return undefined
    if (startsAt(bytes, tag, startInOffice)) return textAt(bytes, tag + before.length)
    at = bytes.indexOf(name, tag)
  }
  return undefined
}

function textAt(bytes: Buffer, start: number): Span | undefined {
  const end = bytes.indexOf('<', start)
  return end < 0 || end - start > longestSeal ? undefined : { start, end }
}

/** Where the chunk of a PNG with the seal lies, with its length and check sum. */
export function chunkInPng(bytes: Buffer): Span | undefined {
  const around = 12
  for (let at = pngSignature; at + around <= bytes.length; ) {
    const end = at + bytes.readUInt32BE(at) + around
    if (startsAt(bytes, at + 4, pngSeal)) return end > bytes.length ? undefined : { start: at, end }
    at = end
  }
  return undefined
}

function startsAt(bytes: Buffer, at: number, mark: Buffer): boolean {
  const end = at + mark.length
  return end <= bytes.length && bytes.compare(mark, 0, mark.length, at, end) === 0
}
