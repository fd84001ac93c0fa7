import { userInfo } from 'node:os'
import pino from 'pino'
import { isAudited, type Lineage, lineageTracer, makeService } from '#api'
import { printable } from '#foundation'
import { datasetNamed, generationStore, parseQuestion, requireJurisdiction } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { exitCodes, jsonText } from '../output.ts'
import { lineageText } from '../texts/lineage-text.ts'
import { filtersOf } from './where-option.ts'

interface LineageOptions extends JsonOption {
  readonly measure: string
  readonly by?: string
  readonly where?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly purpose?: string
}

/** From exact figures to the files that they come from. */
export const lineageCommand: CommandModule<LineageOptions, string> = {
  name: 'lineage',
  argument: { syntax: '<dataset>', description: 'such as sentences' },
  description: 'name the deliveries behind exact figures',
  options: [
    { flags: '--measure <measures>', description: 'comma list, such as custodial_share', isRequired: true },
    { flags: '--by <dimensions>', description: 'comma list, such as year,region' },
    { flags: '--where <filter...>', description: 'such as region=KG-GB,KG-C' },
    { flags: '--from <period>', description: '2020, 2020-Q1 or 2020-01' },
    { flags: '--to <period>' },
    { flags: '--purpose <words>', description: 'why exact figures are needed' },
    jsonOption,
  ],
  async action({ json, where = [], purpose, ...parameters }, { configuration, terminal }, dataset) {
    const { TARAZA_HOME: home, TARAZA_QUERY_TIMEOUT_MS: deadline } = configuration
    const reading = {
      ...{ home, threads: configuration.TARAZA_DUCKDB_THREADS },
      memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT,
    }
    const log = pino({ level: 'silent' })
    const jurisdiction = requireJurisdiction(home, undefined)
    const service = makeService({ ...reading, jurisdiction, levels: ['officer'], log })
    const tracer = lineageTracer(service, reading)
    const asker = { who: `user:${userInfo().username}`, role: 'officer', purpose } as const
    try {
      const question = parseQuestion({ ...parameters, ...filtersOf(where) }, datasetNamed(dataset, service.catalog))
      const lineage = await tracer.trace(question, asker, AbortSignal.timeout(deadline))
      terminal.out(json ? jsonText(documentOf(lineage, home)) : lineageText(lineage, generationsOf(home)))
      return exitCodes.done
    } catch (error) {
      if (isAudited(error)) {
        const at = new Date().toISOString()
        const about = { level: 'officer', edition: '', question: { dataset, lineage: true }, rows: 0 } as const
        service.audit.append({ at, ...asker, ...about, purpose: purpose ?? null, refused: error.code })
      }
      throw error
    } finally {
      await tracer.close()
      await service.close()
    }
  },
}

/** When each generation that is there was built, by its number. */
function generationsOf(home: string): ReadonlyMap<number, string> {
  return new Map(generationStore.list(home).map(({ number, builtAt }) => [number, builtAt]))
}

function documentOf({ generation, figures, deliveries }: Lineage, home: string) {
  const built = generationsOf(home)
  const named = deliveries.map(({ id, reasons: _, ...delivery }) => ({
    number: id,
    ...{ ...delivery, file: printable(delivery.file) },
    takenInAt: built.get(delivery.generation) ?? null,
  }))
  return { generation, figures, deliveries: named }
}
