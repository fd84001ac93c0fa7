import { userInfo } from 'node:os'
import pino from 'pino'
import { auditedLineage, type FoundLineage, isAudited, makeService } from '#api'
import { printable } from '#foundation'
import { datasetNamed, parseQuestion, requireJurisdiction } from '#warehouse'
import { inPrivateFolder } from '../check/private-folder.ts'
import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { findLineage } from '../lineage/find-lineage.ts'
import { exitCodes, jsonText } from '../output.ts'
import { lineageText } from '../texts/lineage-text.ts'
import { filtersOf } from './where-option.ts'

interface LineageOptions extends JsonOption {
  readonly measure: string
  readonly by?: string
  readonly where?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly rows?: boolean
  readonly purpose?: string
}

/** Milliseconds in which originals are read for the numbers of their rows. */
const reading = 45_000

/** From exact figures to the files that they come from. */
export const lineageCommand: CommandModule<LineageOptions, string> = {
  name: 'lineage',
  argument: { syntax: '<dataset>', description: 'such as sentences' },
  description: 'name the deliveries behind exact figures, and their rows',
  options: [
    { flags: '--measure <measures>', description: 'comma list, such as custodial_share', isRequired: true },
    { flags: '--by <dimensions>', description: 'comma list, such as year,region' },
    { flags: '--where <filter...>', description: 'such as region=KG-GB,KG-C' },
    { flags: '--from <period>', description: '2020, 2020-Q1 or 2020-01' },
    { flags: '--to <period>' },
    { flags: '--rows', description: 'also the numbers of the rows in their files' },
    { flags: '--purpose <words>', description: 'why exact figures are needed' },
    jsonOption,
  ],
  async action({ json, where = [], purpose, rows = false, ...parameters }, { configuration, terminal }, dataset) {
    const { TARAZA_HOME: home, TARAZA_QUERY_TIMEOUT_MS: deadline } = configuration
    const threads = configuration.TARAZA_DUCKDB_THREADS
    const memoryLimit = configuration.TARAZA_DUCKDB_MEMORY_LIMIT
    const log = pino({ level: 'silent' })
    const jurisdiction = requireJurisdiction(home, undefined)
    const service = makeService({ home, threads, memoryLimit, jurisdiction, levels: ['officer'], log })
    const asker = { who: `user:${userInfo().username}`, role: 'officer', purpose } as const
    try {
      const question = parseQuestion({ ...parameters, ...filtersOf(where) }, datasetNamed(dataset, service.catalog))
      const lineage = await auditedLineage({ question, withRows: rows }, asker, service, (search) =>
        inPrivateFolder(
          (folder) => findLineage({ ...search, home, folder, threads, memoryLimit, deadline, reading }),
          'taraza-lineage-',
        ),
      )
      terminal.out(json ? jsonText(documentOf(lineage)) : lineageText(lineage))
      return exitCodes.done
    } catch (error) {
      if (isAudited(error)) {
        const at = new Date().toISOString()
        const about = { level: 'officer', edition: '', question: { dataset, lineage: true }, rows: 0 } as const
        service.audit.append({ at, ...asker, ...about, purpose: purpose ?? null, refused: error.code })
      }
      throw error
    } finally {
      await service.close()
    }
  },
}

function documentOf({ generation, figures, deliveries }: FoundLineage) {
  const named = deliveries.map(({ id, ...delivery }) => ({
    number: id,
    ...{ ...delivery, file: printable(delivery.file) },
  }))
  return { generation, figures, deliveries: named }
}
