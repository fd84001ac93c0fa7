import { Refusal } from '#foundation'
import type { VersionSource } from '../../engines/edition-reader.ts'
import { requireCurrentMeaning } from '../../versions/stored-meaning.ts'
import { factsFile, generationStore } from './store.ts'

/** The nightly generations of a home: only the one that is served can be asked. */
export function generationSource(home: string): VersionSource<'officer'> {
  return {
    level: 'officer',
    find(asOf) {
      if (asOf !== undefined)
        throw new Refusal('AS_OF_IS_PUBLIC', 'Earlier figures are kept as releases: ask for them with level=public.', {
          parameter: 'asOf',
        })
      const generation = generationStore.current(home)
      if (generation === undefined)
        throw new Refusal('NO_DATA', 'There are no figures yet: no nightly run has published a generation.')
      requireCurrentMeaning(generation)
      return {
        edition: { kind: 'generation', key: generation.contentHash, ...generation },
        file: factsFile(home, generation.id),
      }
    },
  }
}
