import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { askingAsPublic, makeService } from '#api'
import {
  askingOf,
  makePackFiles,
  makeReport,
  type PackFormat,
  packFileName,
  packFormats,
  releaseFor,
  signingKeyIn,
} from '#dashboards'
import { writeDurably } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { type Question, requireJurisdiction } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, oneOf, type Terminal } from '../output.ts'

export interface PackCommand {
  readonly lang: string
  readonly format: string
  readonly release?: string
  readonly out: string
  readonly json?: boolean
}

/** `taraza pack`: writes the pack of a quarter, a file for each language and format; each file is there whole or not at all. */
export async function packCommand(
  wanted: string | undefined,
  { lang, format, release: id, out, json }: PackCommand,
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  const chosen = lang.split(',').map((one) => oneOf('lang', one.trim(), languages) as Language)
  const formats = format.split(',').map((one) => oneOf('format', one.trim(), packFormats) as PackFormat)
  const { TARAZA_HOME: home, TARAZA_PUBLIC_URL: publicUrl } = configuration
  const jurisdiction = requireJurisdiction(home, undefined)
  const service = makeService({ home, jurisdiction, levels: ['public'], log: pino({ level: 'silent' }), publicUrl })
  try {
    const release = releaseFor(service, id)
    const quarter = wanted ?? release.through
    const key = signingKeyIn(service.signingFolder)
    const { signal } = new AbortController()
    const ask = (question: Question) => service.ask(question, askingAsPublic.policy, signal)
    const asking = askingOf(release, service, ask, signal)
    const files: string[] = []
    mkdirSync(out, { recursive: true })
    for (const language of chosen) {
      terminal.progress(`${language} …`)
      const file = makePackFiles(await makeReport({ quarter, language }, service, asking), key)
      // All at once: pictures are painted while the pages are written.
      await Promise.all(formats.map((one) => file(one)))
      for (const one of formats) {
        const path = join(out, packFileName({ jurisdiction: release.jurisdiction, quarter, language, format: one }))
        writeDurably(path, await file(one), 0o644)
        files.push(path)
      }
    }
    terminal.progress('')
    terminal.out(
      json ? `${JSON.stringify({ quarter, release: release.id, files }, null, 2)}\n` : `${files.join('\n')}\n`,
    )
    return exitCodes.done
  } finally {
    await service.close()
  }
}
