import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeSamples } from '#data-samples'
import type { TestHome } from './homes.ts'
import { deliver } from './registers.ts'

/** The part of the rows that is corrected. */
const part = 0.02

const changes: Readonly<Record<string, (cells: Cells) => Cells | undefined>> = { sentences, supervision }

type Cells = Readonly<Record<string, string>>

/** Delivers corrections of one year of the synthetic Kyrgyz extracts: other sanctions, and other ages of supervised persons. */
export async function deliverCorrections(test: TestHome, year: number, sentAt: string): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'taraza-corrections-'))
  for (const [register, change] of Object.entries(changes)) {
    const span = { from: '2018-01', to: `${year}-12` }
    await writeSamples({ jurisdiction: 'kg', out, ...span, registers: [register as 'sentences'] })
    const folders = readdirSync(out).filter((name) => name.startsWith(`${register}-${year}`))
    const lines = folders.flatMap((folder) => correctedLines(join(out, folder), change))
    deliver(test, register as 'sentences', [...new Set(lines)].join('\n').concat('\n'), {
      period: [`${year}-01-01`, `${year}-12-31`],
      sentAt,
    })
  }
  rmSync(out, { recursive: true })
}

/** The header of a file and its corrected rows. */
function correctedLines(folder: string, change: (cells: Cells) => Cells | undefined): readonly string[] {
  const file = readdirSync(folder).find((name) => name.endsWith('.csv')) ?? ''
  const [header = '', ...lines] = readFileSync(join(folder, file), 'utf8').trimEnd().split(/\r?\n/)
  const names = header.split(';')
  const corrected = lines.filter(isChosen).flatMap((line) => {
    const cells = line.split(';')
    const changed = change(Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])))
    return changed === undefined ? [] : [names.map((name) => changed[name]).join(';')]
  })
  return [header, ...corrected]
}

function isChosen(line: string): boolean {
  return createHash('sha256').update(line).digest().readUInt32BE() / 2 ** 32 < part
}

/** Prison becomes a suspended sentence and the other way about; a fine becomes a suspended sentence. */
function sentences(cells: Cells): Cells | undefined {
  const { SANCTION, SERVING } = cells
  if (SANCTION === '10') return { ...cells, SERVING: SERVING === '2' ? '3' : '2' }
  return SANCTION === '30' ? { ...cells, SANCTION: '10', SERVING: '3', DAYS: '365', FINE: '' } : undefined
}

function supervision(cells: Cells): Cells {
  return { ...cells, BIRTH_YEAR: String(Number(cells['BIRTH_YEAR']) - 12) }
}
