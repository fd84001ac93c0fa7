import { encodeAnswer, type Format, formats, requestedPolicy } from '#api'
import { Refusal } from '#foundation'
import { type Language, languages, loadJurisdiction } from '#jurisdictions'
import { ask, buildCatalog, FactsReader, type Parameters, parseQuestion, requireJurisdiction } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, oneOf, type Terminal } from '../output.ts'

export interface QueryCommand {
  readonly jurisdiction?: string
  readonly by?: string
  readonly measure: string
  readonly where?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly compare?: string
  readonly base?: string
  readonly interval?: string
  readonly sort?: string
  readonly limit?: string
  readonly offset?: string
  readonly level?: string
  readonly lang: string
  readonly format: string
}

/** `taraza query`: the same question, the same answer and the same bytes as over HTTP. */
export async function queryCommand(
  dataset: string,
  command: QueryCommand,
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  const { jurisdiction, where = [], level, lang, format, ...parameters } = command
  if (dataset !== 'sentences')
    throw new Refusal('UNKNOWN_DATASET', 'There is no such dataset. There is: sentences.', { allowed: ['sentences'] })
  const home = configuration.TARAZA_HOME
  const catalog = buildCatalog(loadJurisdiction(requireJurisdiction(home, jurisdiction)))
  const question = parseQuestion({ ...parameters, ...filtersOf(where) }, catalog)
  const policy = requestedPolicy(level)
  const reader = new FactsReader({
    home,
    threads: configuration.TARAZA_THREADS,
    memoryLimit: configuration.TARAZA_MEMORY,
  })
  try {
    const answer = await ask(question, policy, catalog, reader, AbortSignal.timeout(configuration.TARAZA_DEADLINE_MS))
    terminal.out(
      encodeAnswer(
        answer,
        catalog,
        oneOf('format', format, formats) as Format,
        oneOf('lang', lang, languages) as Language,
      ),
    )
    return exitCodes.done
  } finally {
    await reader.close()
  }
}

function filtersOf(where: readonly string[]): Parameters {
  return Object.fromEntries(
    where.map((filter) => {
      const [dimension, codes, ...more] = filter.split('=')
      if (dimension && codes && more.length === 0) return [dimension, codes]
      throw new Refusal('BAD_PARAMETER', 'A filter is written as region=KG-GB,KG-C.', { parameter: 'where' })
    }),
  )
}
