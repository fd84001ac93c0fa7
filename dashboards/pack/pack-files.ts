import { Flights, mediaTypes } from '#api'
import type { Language } from '#jurisdictions'
import { archiveOf } from '../exports/archive.ts'
import { officeTypes } from '../exports/office-types.ts'
import type { Report } from '../exports/report.ts'
import { reportWorker } from '../exports/report-worker.ts'
import type { PackFormat } from '../pages/board/pack-formats.ts'
import { placeForSeal, sealArchive, sealOffice, sealPdf } from '../proof/carriers.ts'
import { sealerFor } from '../proof/seal.ts'
import type { SigningKey } from '../proof/signing-key.ts'

export const packMediaTypes: Readonly<Record<PackFormat, string>> = {
  pptx: officeTypes.pptx,
  pdf: 'application/pdf',
  xlsx: mediaTypes.xlsx,
  zip: 'application/zip',
}

/** The name of a file of a pack, such as `pack_kg_2024-Q1_ky.pptx`. */
export function packFileName({ jurisdiction, quarter, language, format }: PackFileName): string {
  return `pack_${jurisdiction}_${quarter}_${language}.${format}`
}

interface PackFileName {
  readonly jurisdiction: string
  readonly quarter: string
  readonly language: Language
  readonly format: PackFormat
}

const wantedAlways = new AbortController().signal

/** Makes a file of a pack, until the signal says that nobody waits for it. */
export type MakeFile = (format: PackFormat, signal?: AbortSignal) => Promise<Buffer>

/** Makes the sealed files of a pack, each once. Equal reports give equal bytes. */
export function makePackFiles(report: Report, key: SigningKey): MakeFile {
  const seal = sealerFor(report.manifest, key)
  const files = new Map<PackFormat, Buffer>()
  const flights = new Flights<Buffer>()
  const file: MakeFile = async (format, signal = wantedAlways) =>
    files.get(format) ?? (await flights.join(format, signal, async (wanted) => await makeOnce(format, wanted)))
  const makeOnce = async (format: PackFormat, signal: AbortSignal) => {
    const bytes = await make(format, signal)
    files.set(format, bytes)
    return bytes
  }
  const make = async (format: PackFormat, signal: AbortSignal): Promise<Buffer> => {
    if (format === 'pptx') return await sealOffice(await reportWorker.slides(report, signal), seal, signal)
    if (format === 'xlsx') return await sealOffice(await reportWorker.sheets(report, signal), seal, signal)
    if (format === 'pdf') return sealPdf(await reportWorker.paper(report, placeForSeal(seal), signal), seal)
    const { release, quarter, language } = report
    const parts = new Map(await archiveOf(report, signal))
    for (const inner of ['pptx', 'pdf', 'xlsx'] as const)
      parts.set(
        packFileName({ jurisdiction: release.jurisdiction, quarter, language, format: inner }),
        await file(inner, signal),
      )
    return await sealArchive(parts, seal, signal)
  }
  return file
}
