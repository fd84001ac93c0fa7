import { makePrivate } from '#foundation'
import { generationStore, type HomeNote } from '#warehouse'

/** Whoever made the files of a home: nobody else may read them. Of a new home there is nothing to tell. */
export function shutHome(home: string): HomeNote[] {
  const { found, left } = makePrivate(home)
  if (generationStore.current(home) === undefined) return []
  if (left.length > 0) return ['FILES_STAY_OPEN']
  return found > 0 ? ['FILES_MADE_PRIVATE'] : []
}
