import type { Disclosure } from '#jurisdictions'
import type { Cube } from '../../catalog/cube.ts'
import { type CoarserDeclaration, coarserDeclarations } from './coarser-cells.ts'

/** So many are tried, for each costs as much as a release of the cube; so many that keep their promises are enough. */
const [maxTried, maxFound] = [12, 3]

/**
 * Coarser cells that would keep the promises.
 *
 * @param keeps - protects the cube as a release would, from the same secret: whoever declares the cells gets what is found here
 * @returns those that take one change; where none keeps them, those that take two
 */
export async function coarserThatKeep(
  cube: Cube,
  disclosure: Disclosure,
  keeps: (disclosure: Disclosure) => Promise<boolean>,
): Promise<readonly CoarserDeclaration[]> {
  const found: CoarserDeclaration[] = []
  for (const one of coarserDeclarations(cube, disclosure).slice(0, maxTried)) {
    if (found.length >= maxFound || (one.changes.length > 1 && found.length > 0)) break
    if (await keeps(one.disclosure)) found.push(one)
  }
  return found
}
