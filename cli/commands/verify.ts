import { readFileSync, statSync } from 'node:fs'
import pino from 'pino'
import { makeService, type Service } from '#api'
import { type Against, type Proof, signingKeyIn, verifyFile } from '#dashboards'
import { Refusal } from '#foundation'
import { homeJurisdiction, releaseStore, requireJurisdiction } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { exitCodes, jsonText } from '../output.ts'

/**
 * Ends with 0 for a file that is as it was exported, also when figures were revised since; with 1 for an altered or foreign one, and for
 * one of which nothing could be checked.
 */
export const verifyCommand: CommandModule<JsonOption, string> = {
  name: 'verify',
  argument: { syntax: '<file>', description: 'a pack, a chart or a JSON answer that was exported' },
  description: 'verify an exported file: whether it is unchanged, and whether its figures are still current',
  options: [jsonOption],
  async action({ json }, { configuration: { TARAZA_HOME: home }, terminal }, file) {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile())
      throw new Refusal('NO_SUCH_FILE', 'There is no such file.', { file })
    const service = hasReleases(home) ? publicService(home) : undefined
    try {
      const against: Against | undefined = service && {
        service,
        keys: signingKeyIn(service.signingFolder),
        now: service.served()?.id ?? null,
      }
      const proof = await verifyFile({ bytes: readFileSync(file) }, against, new AbortController().signal)
      terminal.out(json ? jsonText(proof) : proofText(proof))
      return isRefused(proof) ? exitCodes.refused : exitCodes.done
    } finally {
      await service?.close()
    }
  },
}

function publicService(home: string): Service<'public'> {
  const jurisdiction = requireJurisdiction(home, undefined)
  return makeService({ home, jurisdiction, levels: ['public'], log: pino({ level: 'silent' }) })
}

function hasReleases(home: string): boolean {
  return homeJurisdiction(home) !== undefined && releaseStore.current(home) !== undefined
}

/** Without a signature and without a release nothing speaks for a file. */
function isRefused({ verdict, origin }: Proof): boolean {
  return verdict === 'altered' || verdict === 'foreign' || (verdict === 'not_recomputed' && origin === 'not_proven')
}

const verdicts: Readonly<Record<Proof['verdict'], string>> = {
  unchanged: 'unchanged: its figures are those of its release, and of the one that is served now',
  revised: 'revised since: the file is as it was exported, and the release served now has other figures',
  altered: 'altered file: this is not what was exported',
  otherwise: 'as it was signed; this version of the platform gives other values for some of its figures',
  foreign: 'this installation does not vouch for its signature: its figures were not compared',
  not_recomputed: 'consistent, not recomputed: the release that it names is not here',
}

const origins: Readonly<Record<Proof['origin'], string>> = {
  proven: 'signed by this installation',
  revoked: 'signed with a key of this installation that was revoked: ask for the file again',
  other: 'signed by another installation',
  not_proven: 'origin not proven: answers of the API are not signed, and no signature can be checked without releases',
}

/** Of one figure: after a year of revisions there may be a thousand. */
const shownChanges = 10

function proofText({ verdict, origin, because, file, now, figures }: Proof): string {
  const revised = figures.filter(({ state }) => state !== 'unchanged')
  return `${[
    `${verdicts[verdict]}${because === null ? '' : ` (${because})`}`,
    origins[origin],
    `${file.kind} ${file.name}, release ${file.release} of ${file.publishedAt.slice(0, 10)}; served now: ${now ?? 'none'}`,
    ...(figures.length === 0 ? [] : [`figures: ${figures.length}, of which ${revised.length} are other ones now`]),
    ...revised.flatMap(({ title, state, changes }) => [
      `  ${title}: ${state}`,
      ...changes.slice(0, shownChanges).map(({ key, was, is }) => `    ${key}: was ${was}, is ${is}`),
      ...(changes.length > shownChanges ? [`    and ${changes.length - shownChanges} more: --json lists all`] : []),
    ]),
  ].join('\n')}\n`
}
