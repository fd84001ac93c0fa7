import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import { contractOf, copyIn, type DeliveryReport, definePseudonyms, deliveryOf, takeIn } from '#ingest'
import { type Contract, dayIn, type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { homeJurisdiction, registerTable, type UnavailableMeasure, unavailableMeasures, Workspace } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { deliveryText } from './report-text.ts'

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
  const { report, notAvailable } = await checkFile(file, command, configuration)
  const isBlocked = report.checks.some(({ outcome }) => outcome === 'block')
  if (command.json) terminal.out(`${JSON.stringify({ ...report, notAvailable }, null, 2)}\n`)
  else {
    const verdict = isBlocked ? 'is readable, but passes limits of its contract' : 'meets the contract'
    terminal.out(
      `${report.file} ${verdict} of ${report.register}.\n${deliveryText(report)}${unavailableText(notAvailable)}`,
    )
  }
  return isBlocked ? exitCodes.refused : exitCodes.done
}

interface Checked {
  readonly report: DeliveryReport
  /** Measures that cannot be counted, for the contract of the file lacks a column. */
  readonly notAvailable: readonly Omit<UnavailableMeasure, 'label'>[]
}

function without(register: string, jurisdiction: Jurisdiction): Checked['notAvailable'] {
  return unavailableMeasures(jurisdiction)
    .map(({ label, ...measure }) => measure)
    .filter(({ missing }) => missing.some((one) => one.register === register))
}

function unavailableText(measures: Checked['notAvailable']): string {
  const columns = (missing: UnavailableMeasure['missing']) =>
    missing.map(({ register, column }) => `${register}.${column}`).join(', ')
  return measures
    .map(({ dataset, measure, missing }) => `  not available: ${dataset}.${measure}, which needs ${columns(missing)}\n`)
    .join('')
}

async function checkFile(
  file: string,
  { jurisdiction: asked, register }: CheckCommand,
  { TARAZA_HOME }: Configuration,
): Promise<Checked> {
  const code = asked ?? homeJurisdiction(TARAZA_HOME)
  if (code === undefined)
    throw new Refusal('JURISDICTION_NEEDED', 'Say whose contract the file should meet, such as --jurisdiction kg.')
  const jurisdiction = loadJurisdiction(code)
  const contract = register === undefined ? contractOf(file, jurisdiction) : registerContract(register, jurisdiction)
  const folder = mkdtempSync(join(tmpdir(), 'taraza-check-'))
  try {
    const workspace = await Workspace.open({ home: folder, folder: join(folder, 'work'), jurisdiction })
    try {
      await definePseudonyms(workspace.connection, { bytes: randomBytes(32) })
      const context = {
        connection: workspace.connection,
        jurisdiction,
        held: { rows: registerTable, later: [], peers: [] },
        quarantine: join(folder, 'quarantine'),
        today: dayIn(jurisdiction.profile.time_zone, new Date()),
      }
      const report = await takeIn(context, deliveryOf(file, contract), await copyIn(file, join(folder, 'extract')))
      return { report, notAvailable: without(contract.register, jurisdiction) }
    } finally {
      workspace.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function registerContract(register: string, { contracts }: Jurisdiction): Contract {
  const contract = contracts.get(register)
  if (contract !== undefined) return contract
  const allowed = [...contracts.keys()]
  throw new Refusal('UNKNOWN_REGISTER', `There is no contract for "${register}". There are: ${allowed.join(', ')}.`, {
    allowed,
  })
}
