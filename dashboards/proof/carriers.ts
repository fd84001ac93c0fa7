import { strFromU8, strToU8 } from 'fflate'
import { canonicalJson, elsewhere, type packZip, Refusal, sha256, unpackZip, type ZipParts } from '#foundation'
import { pngChunk } from '../render/encode-png.ts'
import type { Sealer } from './seal.ts'

/** What a file holds: the hash of everything but its seal, and the seal as text. */
export interface Opened {
  readonly content: string
  readonly seal: string | undefined
}

const keyword = 'TarazaSeal'

/** Finds the seal of an exported file of any kind. @throws {@link Refusal} `NOT_OURS`, `FILE_TOO_LARGE` */
export function openFile(bytes: Uint8Array): Opened {
  const head = strFromU8(bytes.subarray(0, 8), true)
  if (head.startsWith('PK')) return openZip(bytes)
  if (head.startsWith('%PDF')) return openPdf(bytes)
  if (head.startsWith('\u0089PNG')) return openPng(bytes)
  if (strFromU8(bytes.subarray(0, 500), true).includes('<svg')) return openSvg(strFromU8(bytes))
  throw notOurs()
}

export function notOurs(cause?: unknown): Refusal {
  const message =
    'This is no file that Taraza exported: it holds no manifest. Files that can be checked are packs, charts as PNG, SVG, PDF and PPTX, and answers as JSON.'
  return new Refusal('NOT_OURS', message, {}, { cause })
}

// Office files and other archives keep the seal in a part of its own.

const officeList = '[Content_Types].xml'
const officeSeal = 'docProps/custom.xml'
const archiveSeal = 'seal.txt'
const largestUnpacked = 200_000_000

const officePart = `<Override PartName="/${officeSeal}" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>`
const officeRelation = `<Relationship Id="rIdSeal" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="${officeSeal}"/>`

/** Packs the parts of an office file with its seal among its own properties. */
export async function sealOffice(parts: ZipParts, seal: Sealer): Promise<Buffer> {
  const named = new Map(parts)
  insertBefore(named, officeList, '</Types>', officePart)
  insertBefore(named, '_rels/.rels', '</Relationships>', officeRelation)
  const properties = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="${keyword}"><vt:lpwstr>${seal(contentOf(named))}</vt:lpwstr></property></Properties>`
  return await packedAside(named.set(officeSeal, strToU8(properties)))
}

/** Packs an archive with its seal as a file. */
export async function sealArchive(parts: ZipParts, seal: Sealer): Promise<Buffer> {
  return await packedAside(new Map(parts).set(archiveSeal, strToU8(seal(contentOf(parts)))))
}

async function packedAside(parts: ZipParts): Promise<Buffer> {
  return Buffer.from(await elsewhere<typeof packZip>('foundation/zip.js', 'packZip', parts))
}

function insertBefore(parts: Map<string, Uint8Array>, name: string, mark: string, text: string): void {
  const part = parts.get(name)
  if (part === undefined) throw new Error(`the office file lacks ${name}`)
  parts.set(name, strToU8(strFromU8(part).replace(mark, text + mark)))
}

function contentOf(parts: ZipParts): string {
  const held = [...parts].filter(([name]) => name !== officeSeal && name !== archiveSeal)
  return sha256(canonicalJson(held.map(([name, bytes]) => [name, sha256(bytes)]).sort()))
}

function openZip(bytes: Uint8Array): Opened {
  const parts = unpackedWithin(bytes, largestUnpacked)
  const office = parts.get(officeSeal)
  const seal = office === undefined ? parts.get(archiveSeal) : office
  const text = seal === undefined ? '' : strFromU8(seal)
  return {
    content: contentOf(parts),
    seal:
      office === undefined
        ? text || undefined
        : new RegExp(`name="${keyword}"[^>]*><vt:lpwstr>([^<]*)`).exec(text)?.[1],
  }
}

/** Unpacks no more than so many bytes, whatever the file says of itself. */
function unpackedWithin(bytes: Uint8Array, most: number): ZipParts {
  try {
    return unpackZip(bytes, most)
  } catch (error) {
    if (error instanceof RangeError)
      throw new Refusal('FILE_TOO_LARGE', 'The file unpacks to more than any file of ours.', {}, { cause: error })
    throw notOurs(error)
  }
}

// A PDF has a place of the right length among its properties, which is filled when everything else is written.

/** What to put among the properties of a PDF, to be filled with the seal later. */
export function placeForSeal(seal: Sealer): { readonly name: string; readonly value: string } {
  return { name: keyword, value: `${keyword}:${blank(seal('0'.repeat(64)).length)}` }
}

const inPdf = new RegExp(`\\(${keyword}:([A-Za-z0-9+/=.]+)\\)`)

export function sealPdf(bytes: Buffer, seal: Sealer): Buffer {
  const { start, length } = placeIn(bytes)
  const sealed = Buffer.from(bytes)
  const text = seal(sha256(bytes))
  if (text.length !== length) throw new Error('the place for the seal has another length')
  sealed.write(text, start, 'latin1')
  return sealed
}

function openPdf(bytes: Uint8Array): Opened {
  const { start, length } = placeIn(bytes)
  if (start < 0) return { content: '', seal: undefined }
  const blanked = Buffer.from(bytes)
  blanked.write(blank(length), start, 'latin1')
  return { content: sha256(blanked), seal: strFromU8(bytes.subarray(start, start + length), true) }
}

function placeIn(bytes: Uint8Array): { readonly start: number; readonly length: number } {
  const found = inPdf.exec(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))
  const [whole = '', value = ''] = found ?? []
  return { start: found === null ? -1 : found.index + whole.indexOf(value), length: value.length }
}

function blank(length: number): string {
  return '.'.repeat(length)
}

// A PNG has chunks: the seal is a text chunk before the last one.

const [signatureLength, lastChunkLength] = [8, 12]

export function sealPng(bytes: Buffer, seal: Sealer): Buffer {
  const end = bytes.length - lastChunkLength
  const text = pngChunk('tEXt', Buffer.from(`${keyword}\0${seal(sha256(bytes))}`, 'latin1'))
  return Buffer.concat([bytes.subarray(0, end), text, bytes.subarray(end)])
}

function openPng(bytes: Uint8Array): Opened {
  const image = Buffer.from(bytes)
  for (let at = signatureLength; at + 8 <= image.length; ) {
    const size = image.readUInt32BE(at) + 12
    const text = image.subarray(at + 4, at + size - 4).toString('latin1')
    if (text.startsWith(`tEXt${keyword}\0`)) {
      const rest = Buffer.concat([image.subarray(0, at), image.subarray(at + size)])
      return { content: sha256(rest), seal: text.slice(`tEXt${keyword}\0`.length) }
    }
    at += size
  }
  return { content: '', seal: undefined }
}

// An SVG is text, and has an element for what is not shown.

const inSvg = new RegExp(`<metadata id="${keyword}">([^<]*)</metadata>`)

export function sealSvg(svg: string, seal: Sealer): string {
  return svg.replace(/<\/svg>\s*$/, `<metadata id="${keyword}">${seal(sha256(svg))}</metadata></svg>`)
}

function openSvg(svg: string): Opened {
  return { content: sha256(svg.replace(inSvg, '')), seal: inSvg.exec(svg)?.[1] }
}
