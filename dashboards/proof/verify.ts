import type { JsonAnswer, Service } from '#api'
import { Refusal } from '#foundation'
import { answerClaim } from './answer-claim.ts'
import { notOurs, openFile } from './carriers.ts'
import { type ComparedClaim, compareClaims } from './compare-claims.ts'
import type { FigureClaim, Manifest } from './manifest.ts'
import { readSeal } from './seal.ts'

/**
 * - `unchanged`: the release that is served has the same figures;
 * - `revised`: the file is as it was exported, and later releases moved some figures;
 * - `altered`: the file is not as it was exported, or its figures are not those of the release that it names;
 * - `otherwise`: the file is as we signed it, and this version of the platform gives other values from the same release;
 * - `not_recomputed`: there is no release to recompute from, so only the file itself was checked.
 */
export type Verdict = 'unchanged' | 'revised' | 'altered' | 'otherwise' | 'not_recomputed'

/** Whose signature a file bears: of this installation, of another one, or none that could be proven. */
export type Origin = 'proven' | 'other' | 'not_proven'

export interface Proof {
  readonly verdict: Verdict
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
  readonly publicKey: string
}

/**
 * Checks an exported file: whether it is as it was, and whether its figures still hold.
 *
 * @throws {@link Refusal} `NOT_OURS`, `FILE_TOO_LARGE`, `MANIFEST_BROKEN`, `NOT_PUBLIC`
 */
export async function verifyFile(bytes: Uint8Array, against: Against | undefined, signal: AbortSignal): Promise<Proof> {
  const answer = answerIn(bytes)
  if (answer !== undefined) return await verifyManifest(manifestOf(answer), 'not_proven', against, signal)
  const { content, seal: text } = openFile(bytes)
  if (text === undefined) throw notOurs()
  const { manifest, isIntact, publicKey, content: sealed } = readSeal(text)
  if (!isIntact) return altered(manifest, 'manifest', against)
  if (content !== sealed) return altered(manifest, 'content', against)
  const origin = against === undefined ? 'not_proven' : publicKey === against.publicKey ? 'proven' : 'other'
  return await verifyManifest(manifest, origin, against, signal)
}

/** Checks whether the figures of a manifest hold. */
export async function verifyManifest(
  manifest: Manifest,
  origin: Origin,
  against: Against | undefined,
  signal: AbortSignal,
): Promise<Proof> {
  const { service } = against ?? {}
  const now = service?.served()?.id ?? null
  const held = service?.releases().find(({ id }) => id === manifest.release)
  if (service === undefined || now === null || held === undefined)
    return proofOf(manifest, { verdict: 'not_recomputed', origin, now, figures: [] })
  if (held.contentHash !== manifest.contentHash && manifest.contentHash !== '')
    return proofOf(manifest, { verdict: 'not_recomputed', origin: 'other', now, figures: [] })
  const figures = await compareClaims(manifest.figures, service, held.id, now, signal).catch(refused)
  const differs = figures?.some(({ state }) => state === 'differs') ?? true
  if (figures === undefined || (differs && origin !== 'proven'))
    return proofOf(manifest, { verdict: 'altered', origin, because: 'figures', now, figures: [] })
  if (differs) return proofOf(manifest, { verdict: 'otherwise', origin, now, figures })
  const verdict = figures.some(({ state }) => state !== 'unchanged') ? 'revised' : 'unchanged'
  return proofOf(manifest, { verdict, origin, now, figures })
}

/** A question that the release does not answer was never exported with it. */
function refused(error: unknown): undefined {
  if (!(error instanceof Refusal) || error.code === 'BUSY') throw error
}

function altered(manifest: Manifest, because: 'content' | 'manifest', against: Against | undefined): Proof {
  const now = against?.service.served()?.id ?? null
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

/** An answer of the API says of itself what it is: it needs no seal to be compared, and proves no origin. */
function answerIn(bytes: Uint8Array): JsonAnswer | undefined {
  if (bytes[0] !== '{'.charCodeAt(0)) return undefined
  try {
    const answer = JSON.parse(Buffer.from(bytes).toString('utf8')) as JsonAnswer
    if (Array.isArray(answer.columns) && Array.isArray(answer.rows) && typeof answer.dataset === 'string') return answer
  } catch (error) {
    throw notOurs(error)
  }
  throw notOurs()
}

function manifestOf(answer: JsonAnswer): Manifest {
  const { level, release, dataset, asOf, synthetic } = answer
  if (level !== 'public' || release === null)
    throw new Refusal('NOT_PUBLIC', 'Only public answers are checked here: ask who may see the others.')
  const fixed = {
    taraza: 1,
    software: '',
    kind: 'chart',
    language: 'en',
    level: 'public',
    protection: '',
    contentHash: '',
  } as const
  return {
    ...fixed,
    name: dataset,
    jurisdiction: '',
    release,
    publishedAt: asOf,
    synthetic,
    figures: [claimIn(answer)],
  }
}

function claimIn(answer: JsonAnswer): FigureClaim {
  try {
    return answerClaim(answer, answer.dataset)
  } catch (error) {
    throw notOurs(error)
  }
}
