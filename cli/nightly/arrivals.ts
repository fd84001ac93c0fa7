import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { readState, renameDurably, writeDurably } from '#foundation'
import { archivedManifestSchema, type DeliveryReport } from '#ingest'
import type { GenerationManifest } from '#warehouse'
import type { IngestSession } from './ingest-session.ts'

const arrivedFileSchema = z.object({
  register: z.string(),
  file: z.string(),
  sha256: z.string(),
  /** The place of its manifest among `manifests`; `null` where it came without one. */
  manifest: z.number().int().nullable(),
})

const arrivalsSchema = z.object({
  /** The number of the generation in which their rows were first true. */
  generation: z.number().int(),
  manifests: z.array(archivedManifestSchema),
  /** In the order in which they were taken in. */
  files: z.array(arrivedFileSchema),
})

/** What one night took in, in its order, with the manifests as they were delivered. The originals lie in the archive by their hashes. */
export type NightArrivals = z.output<typeof arrivalsSchema>
/** One file of {@link NightArrivals}. */
export type ArrivedFile = NightArrivals['files'][number]

const inUnfinished = 'arrivals.json'

/** Writes down what a night took in, so that {@link finishArrivals} can keep it once its generation is current. */
export function writeArrivals(unfinished: string, arrivals: NightArrivals): void {
  if (arrivals.files.length > 0) writeDurably(join(unfinished, inUnfinished), JSON.stringify(arrivals))
}

/** Puts what {@link writeArrivals} wrote down into the archive. It may be begun again after it was stopped. */
export function finishArrivals(home: string, unfinished: string): void {
  const path = join(unfinished, inUnfinished)
  if (!existsSync(path)) return
  const { generation } = readState(path, arrivalsSchema)
  mkdirSync(folderOf(home), { recursive: true, mode: 0o700 })
  renameDurably(path, fileOf(home, generation))
}

/** What the nights of a home took in, oldest first, as far as the archive says. */
export function recordedArrivals(home: string): readonly NightArrivals[] {
  const folder = folderOf(home)
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => numberOf(name) > 0) : []
  return names
    .map((name) => readState(join(folder, name), arrivalsSchema))
    .sort((one, other) => one.generation - other.generation)
}

/** The latest generation that the archive has arrivals of, 0 without any: its number is not given again. */
export function latestArrival(home: string): number {
  const folder = folderOf(home)
  return Math.max(0, ...(existsSync(folder) ? readdirSync(folder) : []).map(numberOf))
}

/** Writes what nights took in before the archive kept it. */
export function recordArrivals(home: string, nights: readonly NightArrivals[]): void {
  mkdirSync(folderOf(home), { recursive: true, mode: 0o700 })
  for (const night of nights) writeDurably(fileOf(home, night.generation), JSON.stringify(night))
}

/** What a session took in. A file that came before and says nothing new is left out. */
export function arrivalsOf({ originals, reports, dependencies }: IngestSession): NightArrivals {
  const isAgain = (of: DeliveryReport) => of.notes.includes('SAME_FILE_AGAIN')
  const manifests = new Map<string, number>()
  const files = originals.flatMap(({ delivery: { path, contract, manifest }, intake: { sha256 } }): ArrivedFile[] => {
    const file = basename(path)
    const own = reports.filter((report) => report.sha256 === sha256 && report.file === file)
    if (own.every(isAgain)) return []
    const text = manifest && JSON.stringify(manifest)
    if (text !== undefined && !manifests.has(text)) manifests.set(text, manifests.size)
    return [
      {
        register: contract.register,
        file,
        sha256,
        manifest: text === undefined ? null : (manifests.get(text) ?? null),
      },
    ]
  })
  return {
    generation: dependencies.workspace.arrivesIn,
    manifests: [...manifests.keys()].map((text) => archivedManifestSchema.parse(JSON.parse(text))),
    files,
  }
}

/** What a generation knows of deliveries of nights that the archive has no arrivals of: nothing is known of control totals. */
export function arrivalsKnownTo(
  { deliveries }: Pick<GenerationManifest, 'deliveries'>,
  recorded: readonly NightArrivals[],
): readonly NightArrivals[] {
  const isRecorded = new Set(recorded.map(({ generation }) => generation))
  const nights = new Map<number, NightArrivals>()
  for (const { generation, register, file, sha256, coverage, sentAt, synthetic } of deliveries) {
    if (isRecorded.has(generation) || isRetried(file)) continue
    const night = nights.get(generation) ?? { generation, manifests: [], files: [] }
    const manifest = coverage && {
      register,
      period: coverage,
      ...(sentAt === null ? {} : { sent_at: sentAt }),
      synthetic,
      files: [],
    }
    night.files.push({ register, file, sha256, manifest: manifest === null ? null : night.manifests.length })
    if (manifest !== null) night.manifests.push(manifest)
    nights.set(generation, night)
  }
  return [...nights.values()]
}

/** Rows that came out of quarantine are recorded as a delivery of their own, under a name that no file has. */
export function isRetried(file: string): boolean {
  return file.startsWith('quarantine/')
}

function folderOf(home: string): string {
  return join(home, 'archive', 'arrivals')
}

/** The number of a generation from the name of its file; 0 for other files. */
function numberOf(name: string): number {
  return Number(/^(\d{6,})\.json$/.exec(name)?.[1] ?? 0)
}

function fileOf(home: string, generation: number): string {
  return join(folderOf(home), `${String(generation).padStart(6, '0')}.json`)
}
