import { basename } from 'node:path'
import type { Delivery } from '../deliveries/deliveries.ts'
import type { DeliveryReport } from '../deliveries/delivery.ts'
import type { LocalCopy } from '../read/local-copy.ts'
import { sourceNamesIn } from '../read/match-columns.ts'
import type { Header } from '../table/header.ts'
import { exceededLimits } from './limits.ts'

type Outcome = Pick<DeliveryReport, 'coverage' | 'account' | 'ended' | 'reasons' | 'rows' | 'layout' | 'notes'>

/** What became of a file, with what its manifest, its contract and its header say of it. */
export function reportDelivery(
  { contract, path, manifest }: Delivery,
  { sha256 }: Pick<LocalCopy, 'sha256'>,
  header: Header,
  { coverage, account, ended, reasons, rows, layout, notes }: Outcome,
): DeliveryReport {
  return {
    register: contract.register,
    file: basename(path),
    sha256,
    coverage,
    sentAt: manifest?.sent_at ?? null,
    synthetic: manifest?.synthetic ?? false,
    account,
    ended,
    reasons,
    rows,
    columns: sourceNamesIn(reasons, header),
    layout,
    checks: exceededLimits(contract, account, reasons),
    notes: [...notes, ...(manifest === undefined ? ['NO_MANIFEST'] : [])],
  }
}
