import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readState, writeDurably } from '#foundation'

/** Where a restored home remembers that it is one. No part of backups. */
export const ledgerGapFile = 'access/ledger-gap.json'

const gapSchema = z.strictObject({
  /** When the backup was made; `null` where it does not say so. */
  since: z.iso.datetime().nullable(),
  accepted: z.strictObject({ by: z.string(), at: z.iso.datetime() }).nullable(),
})

/**
 * What a restored home does not know: what analysts were told after the backup was made. Until a steward accepts that, analysts are told
 * no further table of small cells, for with those that were forgotten it could tell too much.
 */
export type LedgerGap = z.output<typeof gapSchema>

/** The gap of a restored home, or `undefined` for a home that was never restored. @throws {@link Refusal} `STATE_BROKEN` */
export function ledgerGap(home: string): LedgerGap | undefined {
  const path = join(home, ledgerGapFile)
  return existsSync(path) ? readState(path, gapSchema) : undefined
}

/** Whether a home was restored and nobody has accepted yet what it does not know. @throws {@link Refusal} `STATE_BROKEN` */
export function hasOpenGap(home: string): boolean {
  return ledgerGap(home)?.accepted === null
}

/** Remembers that a home, which has its folder `access`, was restored from a backup of that moment (ISO 8601). */
export function writeLedgerGap(home: string, since: string | null): void {
  write(home, { since, accepted: null })
}

/**
 * Lets analysts be told further tables of small cells again.
 *
 * @param by - the steward who decides
 * @returns `undefined` where there is nothing to accept
 * @throws {@link Refusal} `STATE_BROKEN`
 */
export function acceptLedgerGap(home: string, by: string, now: Date): LedgerGap | undefined {
  const gap = ledgerGap(home)
  if (gap === undefined || gap.accepted !== null) return undefined
  const accepted = { ...gap, accepted: { by, at: now.toISOString() } }
  write(home, accepted)
  return accepted
}

function write(home: string, gap: LedgerGap): void {
  writeDurably(join(home, ledgerGapFile), `${JSON.stringify(gap)}\n`)
}
