import pino from 'pino'
import { makeService } from '#api'
import { auditDisclosure, requireJurisdiction } from '#warehouse'
import {
  type AuditedService,
  answeredRows,
  answerOf,
  documentsAt,
  inProcess,
  overHttp,
} from '../../audit/audited-answers.ts'
import { guardAttacks } from '../../audit/guard-attacks.ts'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText, numberOf } from '../../output.ts'
import { auditText } from '../../texts/audit-text.ts'

interface AuditDisclosureOptions extends JsonOption {
  readonly url?: string
  readonly maxTargets: string
  readonly long?: boolean
}

/** More cells than one attack can go for. */
const maxCells = 1_000_000

/**
 * Attacks what is public, over HTTP or in this process, and tells what was recovered. It needs the home of the installation,
 * because only the truth can tell whether a guess was right.
 */
export const auditDisclosureCommand: CommandModule<AuditDisclosureOptions> = {
  name: 'disclosure',
  description: 'attack what is public; fails when anything is recovered',
  options: [
    { flags: '--url <url>', description: 'a running installation of this home, such as http://localhost:8080' },
    {
      flags: '--max-targets <cells>',
      formerly: '--effort <cells>',
      description: 'cells that one attack goes for',
      default: '40',
    },
    { flags: '--long', description: 'attacks that take minutes, too' },
    jsonOption,
  ],
  async action({ url, maxTargets, long = false, json }, { configuration: { TARAZA_HOME: home }, terminal }) {
    const cells = numberOf('max-targets', maxTargets, { min: 1, max: maxCells })
    const service = auditedService(home)
    try {
      const asked = url === undefined ? inProcess(service) : overHttp(url)
      const attacks = await auditDisclosure(
        home,
        {
          ask: async (dataset, question) => answeredRows(JSON.parse(await asked(dataset, question))),
          askAnalyst: async (dataset, question) => answeredRows(await answerOf(service, 'analyst', dataset, question)),
          documents: url === undefined ? [] : await documentsAt(url),
        },
        { effort: cells, long, progress: (name, done, all) => terminal.progress(`${done} of ${all}: ${name}`) },
      )
      terminal.progress('the budgets of analysts')
      const results = [...attacks, ...(await guardAttacks(home))]
      terminal.progress('')
      terminal.out(json ? jsonText(results) : auditText(results))
      return results.every(({ verdict }) => verdict !== 'broken') ? exitCodes.done : exitCodes.refused
    } finally {
      await service.close()
    }
  },
}

function auditedService(home: string): AuditedService {
  return makeService({
    home,
    jurisdiction: requireJurisdiction(home, undefined),
    levels: ['public', 'analyst'],
    remembersAnswers: false,
    log: pino({ level: 'silent' }),
  })
}
