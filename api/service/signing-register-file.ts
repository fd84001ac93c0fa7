import { existsSync, readFileSync } from 'node:fs'

/** The list of the keys of an installation. It lies beside the folder of the keys: whoever loses that folder still knows that there was one. */
export function signingRegisterFile(signingFolder: string): string {
  return `${signingFolder}-keys.json`
}

/** The list of keys as it is on the disk, to be compared; empty before the first key. */
export function signingRegisterText(signingFolder: string): string {
  const path = signingRegisterFile(signingFolder)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
