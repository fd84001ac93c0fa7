import { type Place, Refusal } from '#foundation'
import { type Language, loadJurisdiction } from '#jurisdictions'
import { type Answer, buildCatalog, type Catalog } from '#warehouse'
import type { Format } from '../formats/media-types.ts'
import { encodeAnswer } from './encode.ts'

export interface EncodingTask {
  readonly answer: Answer
  /** The folder of its files: a code may stand for another one in this thread. */
  readonly jurisdiction: string
  readonly format: Format
  readonly language: Language
}

/** Errors lose their kind between threads, so a refusal is handed over as what it says. */
export type Encoded =
  | { readonly bytes: Uint8Array }
  | { readonly refused: { readonly code: string; readonly message: string; readonly place: Place } }

const catalogs = new Map<string, Catalog>()

/** Encodes an answer that came from another thread; the catalog is built here, for it cannot be handed over. */
export async function encodeInThread({ answer, jurisdiction, format, language }: EncodingTask): Promise<Encoded> {
  const catalog = catalogs.get(jurisdiction) ?? buildCatalog(loadJurisdiction(jurisdiction))
  catalogs.set(jurisdiction, catalog)
  try {
    return { bytes: await encodeAnswer(answer, catalog, format, language) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, message, place } = error
    return { refused: { code, message, place } }
  }
}
