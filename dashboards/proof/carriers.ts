import { strFromU8, strToU8 } from 'fflate'
import { type packZip, runInWorker, sha256, type ZipParts } from '#foundation'
import { pngChunk } from '../render/encode-png.ts'
import { sealInPdf } from './find-seal.ts'
import type { Sealer } from './seal.ts'
import { archiveSeal, inOffice, inPdf, inSvg, keyword, officeSeal } from './seal-places.ts'
import { contentOfParts } from './sealed-content.ts'

// Office files and other archives keep the seal in a part of its own.

const officeList = '[Content_Types].xml'

const officePart = `<Override PartName="/${officeSeal}" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>`
const officeRelation = `<Relationship Id="rIdSeal" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="${officeSeal}"/>`

/** Packs the parts of an office file with its seal among its own properties. */
export async function sealOffice(parts: ZipParts, seal: Sealer, signal?: AbortSignal): Promise<Buffer> {
  const named = new Map(parts)
  insertBefore(named, officeList, '</Types>', officePart)
  insertBefore(named, '_rels/.rels', '</Relationships>', officeRelation)
  const { name, before, after } = inOffice
  const properties = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" ${name}${before}${seal(contentOfParts(named))}${after}</property></Properties>`
  return await packedInWorker(named.set(officeSeal, strToU8(properties)), signal)
}

/** Packs an archive with its seal as a file. */
export async function sealArchive(parts: ZipParts, seal: Sealer, signal?: AbortSignal): Promise<Buffer> {
  return await packedInWorker(new Map(parts).set(archiveSeal, strToU8(seal(contentOfParts(parts)))), signal)
}

async function packedInWorker(parts: ZipParts, signal: AbortSignal | undefined): Promise<Buffer> {
  return Buffer.from(
    await runInWorker<typeof packZip>('foundation/zip.js', 'packZip', parts, { signal, thread: 'long' }),
  )
}

function insertBefore(parts: Map<string, Uint8Array>, name: string, mark: string, text: string): void {
  const part = parts.get(name)
  if (part === undefined) throw new Error(`the office file lacks ${name}`)
  parts.set(name, strToU8(strFromU8(part).replace(mark, text + mark)))
}

// A PDF has a place of the right length among its properties, which is filled when everything else is written.

/** What to put among the properties of a PDF, to be filled with the seal later. */
export function placeForSeal(seal: Sealer): { readonly name: string; readonly value: string } {
  return { name: keyword, value: `${inPdf.before.slice(1)}${'.'.repeat(seal('0'.repeat(64)).length)}` }
}

export function sealPdf(bytes: Buffer, seal: Sealer): Buffer {
  const place = sealInPdf(bytes)
  const text = seal(sha256(bytes))
  if (place === undefined || text.length !== place.end - place.start)
    throw new Error('the place for the seal has another length')
  const sealed = Buffer.from(bytes)
  sealed.write(text, place.start, 'latin1')
  return sealed
}

// A PNG has chunks: the seal is a text chunk before the last one.

const lastChunkLength = 12

export function sealPng(bytes: Buffer, seal: Sealer): Buffer {
  const end = bytes.length - lastChunkLength
  const text = pngChunk('tEXt', Buffer.from(`${keyword}\0${seal(sha256(bytes))}`, 'latin1'))
  return Buffer.concat([bytes.subarray(0, end), text, bytes.subarray(end)])
}

// An SVG is text, and has an element for what is not shown.

export function sealSvg(svg: string, seal: Sealer): string {
  const text = svg.trimEnd()
  if (!text.endsWith(lastTag)) return svg
  return `${text.slice(0, -lastTag.length)}${inSvg.before}${seal(sha256(svg))}${inSvg.after}${lastTag}`
}

const lastTag = '</svg>'
