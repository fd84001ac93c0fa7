import { statSync } from 'node:fs'
import { Refusal } from '#foundation'
import type { Contract } from '#jurisdictions'
import { requirePeriod, requireSameFile } from '../account/require-as-announced.ts'
import type { Delivery } from '../deliveries/deliveries.ts'
import type { Coverage } from '../deliveries/delivery.ts'
import type { CsvText } from '../read/csv-text.ts'
import type { LocalCopy } from '../read/local-copy.ts'
import { openText } from '../read/open-extract.ts'
import { unnamedColumns } from '../table/header.ts'

/** A file that was copied. */
export interface Arrival {
  readonly delivery: Delivery
  readonly intake: LocalCopy
  /** It came before, or another one that was sent after it did. */
  readonly isAlone: boolean
}

/** A file whose rows can be read with those of others. */
export interface OpenArrival extends Arrival {
  readonly text: CsvText
  readonly coverage: Coverage | null
}

/** What is read at once, in bytes and in files; a larger file is taken in alone. */
const [maxBytes, maxFiles] = [128 * 2 ** 20, 100]

/**
 * Opens what can be read together and parts it into runs of files that follow one another and are written alike. Whatever is out of
 * the ordinary is a run of its own: it is for `ingestExtract`, which says what is wrong with it.
 *
 * @param arrivals - files of one register in the order in which they are taken in
 */
export async function runsOf(arrivals: readonly Arrival[], today: string): Promise<readonly (readonly Arrival[])[]> {
  const runs: (readonly Arrival[])[] = []
  let open: OpenRun | undefined
  for (const [place, arrival] of arrivals.entries()) {
    const hasNeighbours = [arrivals[place - 1], arrivals[place + 1]].some((one) => one && mayBeJoined(one))
    const opened = hasNeighbours && mayBeJoined(arrival) ? await openArrival(arrival, today) : undefined
    if (opened !== undefined && open !== undefined && fits(opened, open)) {
      add(opened, open)
      continue
    }
    open = opened && runWith(opened)
    runs.push(open?.files ?? [arrival])
  }
  return runs
}

interface OpenRun {
  readonly files: OpenArrival[]
  readonly dress: string
  bytes: number
}

/** Whether a file was opened, so that it can be read with others. */
export function isOpen(arrival: Arrival): arrival is OpenArrival {
  return 'text' in arrival
}

async function openArrival(arrival: Arrival, today: string): Promise<OpenArrival | undefined> {
  const { delivery, intake } = arrival
  try {
    requireSameFile(delivery, intake.sha256)
    const coverage = requirePeriod(delivery, today)
    const text = await openText(intake, delivery.path, delivery.contract)
    return text !== undefined && isPlain(text) ? { ...arrival, text, coverage } : undefined
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** Opening a file reads it to its end: one without others beside it is opened once, by `ingestExtract`. */
function mayBeJoined({ delivery, intake, isAlone }: Arrival): boolean {
  return !isAlone && isSimple(delivery.contract) && intake.bytes <= maxBytes
}

/**
 * The whole register comes each time, or its rows refer to one another: then a file needs what the one before left. Rows of wide
 * tables are not counted by their lines.
 */
function isSimple({ register, delivery, parents, format, unpivot }: Contract): boolean {
  if (unpivot !== undefined) return false
  return delivery.mode !== 'full' && !format.line_breaks && !parents.some(({ of }) => of === register)
}

function isPlain({ header, line, above }: CsvText): boolean {
  return above === line + 1 && unnamedColumns(header).length === 0 && !header.columns.includes('file_index')
}

function runWith(opened: OpenArrival): OpenRun {
  return { files: [opened], dress: dressOf(opened), bytes: bytesOf(opened) }
}

function add(opened: OpenArrival, run: OpenRun): void {
  run.files.push(opened)
  run.bytes += bytesOf(opened)
}

function fits(opened: OpenArrival, { files, dress, bytes }: OpenRun): boolean {
  const isSmall = files.length < maxFiles && bytes + bytesOf(opened) <= maxBytes
  return isSmall && dressOf(opened) === dress && !files.some((other) => replacesRowsOf(other, opened))
}

/** How a file is written, its columns included. */
function dressOf({ text: { header, delimiter, line } }: OpenArrival): string {
  return JSON.stringify([line, delimiter, header.columns])
}

function bytesOf({ text }: OpenArrival): number {
  return statSync(text.path).size
}

/** Of two files that replace their periods the later one takes out rows of the earlier one where these overlap. */
function replacesRowsOf(one: OpenArrival, other: OpenArrival): boolean {
  if (one.delivery.contract.delivery.mode !== 'period') return false
  if (one.coverage === null || other.coverage === null) return true
  return one.coverage.from <= other.coverage.to && other.coverage.from <= one.coverage.to
}
