import { type Fault, fault, type Keys, type YamlFile } from '#foundation'

/** The place of a part of a file. */
export type At = (keys: Keys) => {
  readonly code: string
  readonly file: string
  readonly line: number
  readonly where: string
}

/** The place of a part of a file, for a fault. */
export function placeIn({ path, code, lineOf }: Pick<YamlFile<unknown>, 'path' | 'code' | 'lineOf'>): At {
  return (keys) => ({
    code,
    file: path,
    where: keys.map(String).join('.'),
    get line() {
      return lineOf(keys)
    },
  })
}

/** A fault at a place. */
export function wrong({ where, ...place }: ReturnType<At>, message: string): Fault {
  return fault(place, where === '' ? message : `${where}: ${message}`)
}
