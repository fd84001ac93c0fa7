import { problemOf, type Service } from '#api'
import { type ComparedClaim, compareClaims } from './compare-claims.ts'
import type { Comparisons } from './comparisons.ts'
import type { Manifest } from './manifest.ts'
import { openConfined } from './open-confined.ts'
import type { Sent } from './open-sent.ts'
import type { SigningKey } from './signing-key.ts'

/**
 * - `unchanged`: the release that is served has the same figures;
 * - `revised`: the file is as it was exported, and later releases moved some figures;
 * - `altered`: the file is not as it was exported, or its figures are not those of the release that it names;
 * - `otherwise`: the file is as we signed it, and this version of the platform gives other values from the same release;
 * - `foreign`: the file is as somebody signed it for whom this installation does not vouch. Nothing is recomputed: whoever has a key could have any question asked;
 * - `not_recomputed`: there is no release to recompute from, so only the file itself was checked.
 */
export type ProofVerdict = 'unchanged' | 'revised' | 'altered' | 'otherwise' | 'foreign' | 'not_recomputed'

/** Whose signature a file bears: of this installation, of a key that it revoked, of another one, or none that could be proven. */
export type Origin = 'proven' | 'revoked' | 'other' | 'not_proven'

/** What is found of an exported file: whether it still holds, who signed it, and each of its figures beside the one of today. */
export interface Proof {
  readonly verdict: ProofVerdict
  readonly origin: Origin
  /** What is wrong with an altered file. */
  readonly because: 'content' | 'manifest' | 'figures' | null
  readonly file: Pick<Manifest, 'kind' | 'name' | 'release' | 'publishedAt' | 'synthetic'>
  /** The release that is served now. */
  readonly now: string | null
  readonly figures: readonly ComparedClaim[]
}

/** What a file is checked against: nothing more than what it holds, or the releases of an installation too. */
export interface Against {
  readonly service: Service<'public'>
  /** Whose signatures prove that a file is of this installation, and whose no longer do. */
  readonly keys: Pick<SigningKey, 'trustedKeys' | 'revokedKeys'>
  /** The release that is served, once for each check; none before the first. */
  readonly now: string | null
  /** What was compared before, where many files are checked. */
  readonly comparisons?: Comparisons
}

/**
 * Checks an exported file: whether it is as it was, and whether its figures still hold.
 *
 * @throws {@link Refusal} `NO_FILE`, `NOT_OURS`, `FILE_TOO_LARGE`, `FILE_TOO_COSTLY`, `BUSY`, `MANIFEST_BROKEN`, `NOT_PUBLIC`
 */
export async function verifyFile(sent: Sent, against: Against | undefined, signal: AbortSignal): Promise<Proof> {
  const { manifest, publicKey, changed } = await openConfined(sent)
  if (changed !== undefined) return altered(manifest, changed, against)
  return await verifyManifest(manifest, originOf(publicKey, against), against, signal)
}

function originOf(publicKey: string | undefined, against: Against | undefined): Origin {
  if (against === undefined || publicKey === undefined) return 'not_proven'
  if (against.keys.trustedKeys.includes(publicKey)) return 'proven'
  return against.keys.revokedKeys.includes(publicKey) ? 'revoked' : 'other'
}

/** Checks whether the figures of a manifest hold. One that this installation does not vouch for asks no question. */
export async function verifyManifest(
  claimed: Manifest,
  origin: Origin,
  against: Against | undefined,
  signal: AbortSignal,
): Promise<Proof> {
  const { service, comparisons, now = null } = against ?? {}
  if (origin === 'other' || origin === 'revoked')
    return proofOf(claimed, { verdict: 'foreign', origin, now, figures: [] })
  const release = service?.releases().find(({ id }) => id === claimed.release)
  if (service === undefined || now === null || release === undefined)
    return proofOf(claimed, { verdict: 'not_recomputed', origin, now, figures: [] })
  if (release.contentHash !== claimed.contentHash && claimed.contentHash !== '')
    return proofOf(claimed, { verdict: 'not_recomputed', origin: 'other', now, figures: [] })
  // What an answer without a seal says of its release is not proven: the release says it.
  const manifest = { ...claimed, publishedAt: release.publishedAt, synthetic: release.synthetic }
  const compared =
    comparisons?.of(manifest.figures, release.id, now, signal) ??
    compareClaims(manifest.figures, service, release.id, now, signal)
  const figures = await compared.catch(refused)
  const differs = figures?.some(({ state }) => state === 'differs') ?? true
  if (figures === undefined || (differs && origin !== 'proven'))
    return proofOf(manifest, { verdict: 'altered', origin, because: 'figures', now, figures: [] })
  if (differs) return proofOf(manifest, { verdict: 'otherwise', origin, now, figures })
  const verdict = figures.some(({ state }) => state !== 'unchanged') ? 'revised' : 'unchanged'
  return proofOf(manifest, { verdict, origin, now, figures })
}

/** A question that the release does not answer was never exported with it. What this server cannot do says nothing of the file. */
function refused(error: unknown): undefined {
  if (problemOf(error).status >= 500) throw error
}

function altered(manifest: Manifest, because: 'content' | 'manifest', against: Against | undefined): Proof {
  const now = against?.now ?? null
  return proofOf(manifest, { verdict: 'altered', origin: 'not_proven', because, now, figures: [] })
}

function proofOf(
  { kind, name, release, publishedAt, synthetic }: Manifest,
  {
    because = null,
    figures,
    ...found
  }: Omit<Proof, 'file' | 'because' | 'figures'> & {
    because?: Proof['because']
    figures: readonly ComparedClaim[]
  },
): Proof {
  return {
    ...found,
    because,
    file: { kind, name, release, publishedAt, synthetic },
    figures,
  }
}
