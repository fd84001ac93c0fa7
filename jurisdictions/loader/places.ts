import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { packagePath } from '#foundation'

let ownFolder: string | undefined

/**
 * Lets codes be looked for in a folder of the operator before those that ship with the package, in this process. An upgrade of the
 * program leaves that folder alone.
 *
 * @param folder - `undefined` for the shipped ones alone
 */
export function useJurisdictionsIn(folder: string | undefined): void {
  ownFolder = folder
}

/** The folders in which a code is looked for, first to last. */
export function jurisdictionPlaces(): readonly string[] {
  const shipped = packagePath('jurisdictions')
  return ownFolder === undefined ? [shipped] : [ownFolder, shipped]
}

/** The codes of the jurisdictions in a folder; none where it is not there. */
export function jurisdictionsIn(place: string): readonly string[] {
  if (!existsSync(place)) return []
  const folders = readdirSync(place).filter((name) => existsSync(join(place, name, 'jurisdiction.yaml')))
  return folders.sort()
}

/**
 * Where the files of a jurisdiction lie.
 *
 * @param code - such as `kg`, or the path of a folder, which has a slash
 * @returns the folder of the program for a code that is nowhere
 */
export function jurisdictionFolder(code: string): string {
  if (code.includes('/')) return code
  const place = jurisdictionPlaces().find((one) => existsSync(join(one, code, 'jurisdiction.yaml')))
  return place === undefined ? packagePath('jurisdictions', code) : join(place, code)
}
