import type { Places as PlacesOfQueue } from '#foundation'

/** How a kind of request is queued. */
export interface TimedPlaces extends PlacesOfQueue {
  /** After which the work is given up, waiting included; without it the deadline of questions holds. */
  readonly milliseconds?: number
}

/** A kind of request with what it takes when nothing of it is kept. */
export interface Cost {
  /** Milliseconds of CPU time, of all processors together; `bench/parts/costs.mjs` measures them. */
  readonly cpu: number
  /** The same for each megabyte of an answer, where large ones take longer; the larger of both counts. */
  readonly cpuPerMegabyte?: number
  readonly places: TimedPlaces
}

/** Files that are received at once, each on the disk and not in memory. */
export const uploads: TimedPlaces = { atOnce: 12, perAsker: 2, waiting: 32 }

/** Pieces of work of all kinds that one asker may have while no other one has work; otherwise it is one. */
export const inWorkAlone = 2

/** Milliseconds of CPU time for each megabyte that is received, whatever is in it. */
export const receivedCostPerMegabyte = 12

/** A request that is answered from what is kept. */
export const cachedCost = 1
/** A request for which there is no place: whoever does not wait as told comes to an end of what they may cost. */
export const refusedCost = 50
/** A request that is answered without a queue: a document, a page without figures, a file that lies on the disk. */
export const plainCost = 5

/** Kinds with the same places wait together: a pack in the making takes some hundred megabytes. */
const ofPacks = { atOnce: 2, perAsker: 1, waiting: 8, milliseconds: 120_000 } as const satisfies TimedPlaces

const ofTables = { atOnce: 2, perAsker: 1, waiting: 16 } as const satisfies TimedPlaces

const table = {
  /** One answer of the grammar, or a few of them together. */
  question: { cpu: 40, places: { atOnce: 4, perAsker: 2, waiting: 64 } },
  /** What a method finds. */
  findings: { cpu: 50, places: { atOnce: 2, perAsker: 1, waiting: 32 } },
  /** An answer in full detail, or as a Parquet file. */
  table: { cpu: 60, cpuPerMegabyte: 200, places: ofTables },
  /** An answer as a workbook, which is written cell by cell. */
  workbook: { cpu: 300, cpuPerMegabyte: 4700, places: ofTables },
  /** A page with its charts. */
  page: { cpu: 400, places: { atOnce: 3, perAsker: 1, waiting: 32 } },
  /** One chart as SVG or data, or in a frame. */
  chart: { cpu: 90, places: { atOnce: 2, perAsker: 1, waiting: 32 } },
  /** One chart as PNG, PDF or slide. */
  picture: { cpu: 450, places: { atOnce: 2, perAsker: 1, waiting: 16 } },
  /** Whole cubes as files. */
  bulk: { cpu: 400, places: { atOnce: 2, perAsker: 1, waiting: 8 } },
  /** Checking a file that somebody sent. */
  check: { cpu: 250, places: { atOnce: 2, perAsker: 1, waiting: 8 } },
  /** The figures of a pack. */
  report: { cpu: 2600, places: ofPacks },
  /** A pack as slides, pages or a workbook. */
  pack: { cpu: 4500, places: ofPacks },
  /** All files of a pack together. */
  archive: { cpu: 9500, places: ofPacks },
} as const satisfies Readonly<Record<string, Cost>>

/** A kind of request, by what it takes to answer it. */
export type RequestKind = keyof typeof table

/** What each kind of request costs. Limits, queues and deadlines of the server are those of this table. */
export const costs: Readonly<Record<RequestKind, Cost>> = table

/** Milliseconds after which work of every kind is given up. */
export const longestDeadline = Math.max(...Object.values(costs).map(({ places }) => places.milliseconds ?? 0))

/** What an answer of so many bytes turned out to cost beyond what its kind costs at least. */
export function costBeyond(kind: RequestKind, bytes: number): number {
  const { cpu, cpuPerMegabyte = 0 } = costs[kind]
  return Math.max(0, (bytes / 2 ** 20) * cpuPerMegabyte - cpu)
}
