import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { makeService, type Service } from '#api'
import {
  makePackFiles,
  makeReport,
  type PackFormat,
  packFileName,
  packFormats,
  packQueryOf,
  releaseFor,
  signingKeyIn,
} from '#dashboards'
import { writeDurably } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { periodCode, type ReleaseManifest, requireJurisdiction } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { exitCodes, jsonText, oneOf } from '../output.ts'

interface PackOptions extends JsonOption {
  readonly lang: string
  readonly format: string
  readonly release?: string
  readonly out: string
}

/** Writes a file for each language and format; each file is there whole or not at all. */
export const packCommand: CommandModule<PackOptions, string | undefined> = {
  name: 'pack',
  argument: { syntax: '[quarter]', description: 'such as 2024-Q1; by default the last one that is released' },
  description: "the committee's quarterly pack: slides, pages, workbook, archive",
  options: [
    { flags: '--lang <languages>', description: 'comma list', default: 'ky,ru,en' },
    { flags: '--format <formats>', description: 'comma list of pptx, pdf, xlsx, zip', default: 'pptx,pdf,xlsx,zip' },
    { flags: '--release <id>', description: 'by default the one that is served' },
    { flags: '--out <folder>', description: 'where to write', isRequired: true },
    jsonOption,
  ],
  async action({ lang, format, release: id, out, json }, { configuration, terminal }, wanted) {
    const chosen = lang.split(',').map((one) => oneOf('lang', one.trim(), languages) as Language)
    const formats = format.split(',').map((one) => oneOf('format', one.trim(), packFormats) as PackFormat)
    const { TARAZA_HOME: home, TARAZA_PUBLIC_URL: publicUrl } = configuration
    const jurisdiction = requireJurisdiction(home, undefined)
    const service = makeService({ home, jurisdiction, levels: ['public'], log: pino({ level: 'silent' }), publicUrl })
    try {
      const release = releaseFor(service, id)
      const quarter = wanted === undefined ? release.through : periodCode(wanted, release)
      const key = signingKeyIn(service.signingFolder)
      const files: string[] = []
      mkdirSync(out, { recursive: true })
      for (const language of chosen) {
        terminal.progress(`${language} …`)
        files.push(...(await writePack({ service, release, quarter, key, language, formats, out })))
      }
      terminal.progress('')
      terminal.out(json ? jsonText({ quarter, release: release.id, files }) : `${files.join('\n')}\n`)
      return exitCodes.done
    } finally {
      await service.close()
    }
  },
}

interface WantedPack {
  readonly service: Service<'public'>
  readonly release: ReleaseManifest
  readonly quarter: string
  readonly key: ReturnType<typeof signingKeyIn>
  readonly language: Language
  readonly formats: readonly PackFormat[]
  readonly out: string
}

/** Writes the files of one language and returns where they are. */
async function writePack({ service, release, quarter, key, language, formats, out }: WantedPack): Promise<string[]> {
  const { signal } = new AbortController()
  const report = await makeReport({ quarter, language }, service, packQueryOf(release, service, signal))
  const file = makePackFiles(report, key)
  // All at once: pictures are painted while the pages are written.
  await Promise.all(formats.map((one) => file(one)))
  const paths: string[] = []
  for (const format of formats) {
    const path = join(out, packFileName({ jurisdiction: release.jurisdiction, quarter, language, format }))
    writeDurably(path, await file(format), 0o644)
    paths.push(path)
  }
  return paths
}
