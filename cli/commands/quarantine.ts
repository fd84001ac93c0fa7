import { join } from 'node:path'
import { Refusal } from '#foundation'
import { type QuarantineFile, quarantinedRows, quarantineFiles, quarantineReasons } from '#ingest'
import type { Configuration } from '../configuration.ts'
import { exitCodes, type Terminal } from '../output.ts'

/** `taraza quarantine list`: what is set aside, per extract and reason. */
export async function quarantineListCommand(
  { json }: { readonly json?: boolean },
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  const files = []
  for (const file of filesOf(configuration)) files.push({ ...file, reasons: await quarantineReasons(file) })
  if (json) terminal.out(`${JSON.stringify(files, null, 2)}\n`)
  else if (files.length === 0) terminal.out('Nothing is set aside.\n')
  for (const { register, sha256, reasons } of json ? [] : files) {
    const why = Object.entries(reasons).map(([code, count]) => `  ${code}: ${count}\n`)
    terminal.out(`${register} ${sha256.slice(0, 12)}\n${why.join('')}`)
  }
  return exitCodes.done
}

/** `taraza quarantine show`: where the rows of one extract stood and why they were set aside; never what they hold. */
export async function quarantineShowCommand(
  hash: string,
  { json }: { readonly json?: boolean },
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  const file = filesOf(configuration).find(({ sha256 }) => hash.length >= 6 && sha256.startsWith(hash))
  if (file === undefined)
    throw new Refusal(
      'NOT_IN_QUARANTINE',
      'No extract with this hash has rows in quarantine. "taraza quarantine list" shows them.',
    )
  const rows = await quarantinedRows(file)
  if (json) terminal.out(`${JSON.stringify({ register: file.register, sha256: file.sha256, rows }, null, 2)}\n`)
  else
    terminal.out(
      rows
        .flatMap(({ row, reasons }) =>
          reasons.map(({ code, column }) => `row ${row}: ${code}${column === null ? '' : ` in ${column}`}\n`),
        )
        .join(''),
    )
  return exitCodes.done
}

function filesOf({ TARAZA_HOME }: Configuration): readonly QuarantineFile[] {
  return quarantineFiles(join(TARAZA_HOME, 'quarantine'))
}
