import { canonicalJson, sha256, type ZipParts } from '#foundation'
import { archiveSeal, officeSeal } from './seal-places.ts'

/** The hash of all parts of an archive but its seal. */
export function contentOfParts(parts: ZipParts): string {
  const content = [...parts].filter(([name]) => name !== officeSeal && name !== archiveSeal)
  return sha256(canonicalJson(content.map(([name, bytes]) => [name, sha256(bytes)]).sort()))
}
