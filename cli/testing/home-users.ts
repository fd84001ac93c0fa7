import { readFileSync } from 'node:fs'

/** What a file of tests says that uses the shared home, itself or by one of the files that help tests. */
const words = /kgHome|testing\/public-app|testing\/browser|page\/world|counting-page/

/** Whether a file of tests needs the home that all tests share. */
export function usesSharedHome(path: string): boolean {
  return words.test(readFileSync(path, 'utf8'))
}
