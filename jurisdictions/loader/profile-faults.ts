import type { Fault } from '#foundation'
import { placeIn, wrong } from './fault-place.ts'
import { codesOf, type Files, unknownCodeFault } from './known-codes.ts'

/** What is wrong in the profile, the changes of law and the map of a jurisdiction. */
export function profileFaults(files: Files): readonly Fault[] {
  return [...ofProfile(files), ...otherYears(files), ...twoLaws(files), ...ofMap(files)]
}

function ofProfile(files: Files): readonly Fault[] {
  const { profile } = files
  if (profile === undefined) return []
  const at = placeIn(profile)
  const { regimes, handed_to_probation: handed, closes_quarter: closing } = profile.value
  const registers = files.contracts.flatMap(({ canonical }) => canonical?.name ?? [])
  const classes = codesOf(files, 'sanction_classes')
  return [
    ...regimes.flatMap(({ code, from }, index) => {
      const before = regimes.slice(0, index)
      const isTwice = before.some((other) => other.code === code)
      const isLate = before.some((other) => other.from >= from)
      return [
        ...(isTwice ? [wrong(at(['regimes', index, 'code']), `the regime "${code}" stands twice`)] : []),
        ...(isLate ? [wrong(at(['regimes', index, 'from']), 'a regime begins after the one before it')] : []),
      ]
    }),
    ...handed.flatMap((code, index) =>
      unknownCodeFault(code, classes, () => ({
        ...at(['handed_to_probation', index]),
        what: 'code of sanction_classes',
      })),
    ),
    ...closing.flatMap(({ register }, index) =>
      registers.length === 0 || registers.includes(register)
        ? []
        : [
            wrong(
              at(['closes_quarter', index]),
              `no contract delivers "${register}", so no quarter would ever be closed`,
            ),
          ],
    ),
  ]
}

/** Years in files that begin in another month than those of the jurisdiction would lie in two of them. */
function otherYears({ profile, contracts }: Files): readonly Fault[] {
  const { year_starts: own = 1 } = profile?.value ?? {}
  return contracts.flatMap(({ file, view }) =>
    Object.entries(view.columns).flatMap(([name, { type, fiscal }]) =>
      type !== 'year' || (fiscal?.starts ?? 1) === own
        ? []
        : [
            wrong(
              placeIn(file)(['columns', name]),
              `these years begin in month ${fiscal?.starts ?? 1}, and those of jurisdiction.yaml in month ${own}: say "fiscal: { starts: ${own}, written: both }" if senders mean the same years`,
            ),
          ],
    ),
  )
}

function twoLaws({ lawChanges }: Files): readonly Fault[] {
  if (lawChanges === undefined) return []
  const codes = lawChanges.value.map(({ code }) => code)
  return codes.flatMap((code, index) =>
    codes.indexOf(code) === index
      ? []
      : [wrong(placeIn(lawChanges)([index, 'code']), `the change "${code}" stands twice`)],
  )
}

function ofMap(files: Files): readonly Fault[] {
  const { map } = files
  if (map === undefined) return []
  const at = placeIn(map)
  return (['areas', 'cities', 'labels'] as const).flatMap((part) =>
    Object.keys(map.value[part]).flatMap((region) =>
      unknownCodeFault(region, codesOf(files, 'regions'), () => ({ ...at([part, region]), what: 'code of regions' })),
    ),
  )
}
