import { basename } from 'node:path'
import { Refusal } from '#foundation'
import type { Contract, Jurisdiction, RegisterName } from '#jurisdictions'
import { endings } from '../read/open-extract.ts'
import { fitsPattern, withoutEnding } from './file-pattern.ts'

/** @throws {@link Refusal} `NO_CONTRACT` */
export function contractOf(path: string, jurisdiction: Jurisdiction): Contract {
  const contract = contractIn(path, jurisdiction)
  if (contract !== undefined) return contract
  const { contracts } = jurisdiction
  const allowed = [...contracts.values()].map(({ files }) => files)
  const advice = `No contract knows a file of this name. Expected names: ${allowed.join(', ')}, ending in ${endings.join(', ')}, also with .gz or .zip.`
  throw new Refusal('NO_CONTRACT', advice, { file: path, allowed })
}

/** Whether the name of a file belongs to a contract. */
export function fitsContract(path: string, jurisdiction: Jurisdiction): boolean {
  return contractIn(path, jurisdiction) !== undefined
}

/** The contract that knows the name of a file. */
export function contractIn(path: string, { contracts }: Jurisdiction): Contract | undefined {
  const name = plainName(path)
  return [...contracts.values()].find(({ files }) => fitsPattern(name, files))
}

/** The register that a file belongs to by its name; `undefined` where no contract knows the name. */
export function registerOfFile(path: string, jurisdiction: Jurisdiction): RegisterName | undefined {
  return contractIn(path, jurisdiction)?.register
}

/** The contract of a register. @throws {@link Refusal} `UNKNOWN_REGISTER` */
export function contractNamed(register: string, { contracts }: Jurisdiction): Contract {
  const contract = contracts.get(register)
  if (contract !== undefined) return contract
  const allowed = [...contracts.keys()]
  throw new Refusal('UNKNOWN_REGISTER', `There is no contract for "${register}". There are: ${allowed.join(', ')}.`, {
    allowed,
  })
}

/** The registers whose contracts know the name of a file. */
export function registersOfFile(path: string, { contracts }: Pick<Jurisdiction, 'contracts'>): readonly RegisterName[] {
  const name = plainName(path)
  return [...contracts.values()].flatMap(({ register, files }) => (fitsPattern(name, files) ? [register] : []))
}

/** The name of a file without the endings that say what is in it. */
export function plainName(path: string): string {
  return withoutEnding(withoutEnding(basename(path), ['gz', 'zip']), endings)
}
