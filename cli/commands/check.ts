import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import { contractOf, copyIn, type DeliveryReport, definePseudonyms, deliveryOf, pseudonymSecret, takeIn } from '#ingest'
import { loadJurisdiction } from '#jurisdictions'
import { homeJurisdiction, Workspace } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, type Terminal } from '../output.ts'

export interface CheckCommand {
  readonly jurisdiction?: string
  readonly register?: string
  readonly json?: boolean
}

/** `taraza check`: tries one extract against its contract in a folder of its own and changes nothing. */
export async function checkCommand(
  file: string,
  command: CheckCommand,
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  const report = await checkFile(file, command, configuration)
  if (command.json) terminal.out(`${JSON.stringify(report, null, 2)}\n`)
  else terminal.out(checkText(report))
  return exitCodes.done
}

async function checkFile(
  file: string,
  { jurisdiction: asked, register }: CheckCommand,
  { TARAZA_HOME }: Configuration,
): Promise<DeliveryReport> {
  const code = asked ?? homeJurisdiction(TARAZA_HOME)
  if (code === undefined)
    throw new Refusal('JURISDICTION_NEEDED', 'Say whose contract the file should meet, such as --jurisdiction kg.')
  const jurisdiction = loadJurisdiction(code)
  const contract = register === undefined ? contractOf(file, jurisdiction) : jurisdiction.contracts.get(register)
  if (contract === undefined) {
    const allowed = [...jurisdiction.contracts.keys()]
    throw new Refusal('UNKNOWN_REGISTER', `There is no contract for "${register}". There are: ${allowed.join(', ')}.`, {
      allowed,
    })
  }
  const folder = mkdtempSync(join(tmpdir(), 'taraza-check-'))
  try {
    const workspace = await Workspace.open({ home: folder, folder: join(folder, 'work'), jurisdiction })
    try {
      await definePseudonyms(workspace.connection, pseudonymSecret(folder, false))
      const intake = await copyIn(file, join(folder, 'extract.csv'))
      const context = {
        connection: workspace.connection,
        jurisdiction,
        held: `facts.${contract.register}`,
        quarantine: join(folder, 'quarantine'),
      }
      return await takeIn(context, deliveryOf(file, contract), intake)
    } finally {
      workspace.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function checkText({ file, register, account, reasons, notes }: DeliveryReport): string {
  const ends = Object.entries(account).map(([end, count]) => `  ${end.padEnd(12)}${count}\n`)
  const why = Object.entries(reasons).map(([code, count]) => `  ${code}: ${count}\n`)
  const warning = notes.includes('NO_MANIFEST')
    ? 'No manifest.json lies beside it: its completeness cannot be checked.\n'
    : ''
  return `${file} meets the contract of ${register}.\n${ends.join('')}${why.length > 0 ? `Reasons and notes:\n${why.join('')}` : ''}${warning}`
}
