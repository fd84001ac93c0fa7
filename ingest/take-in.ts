import { basename, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Refusal } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { account } from './account/account.ts'
import type { Delivery } from './deliveries.ts'
import type { Coverage, DeliveryReport } from './delivery.ts'
import { requireMatch } from './manifest.ts'
import { writeQuarantine } from './quarantine.ts'
import { readHeader } from './read/header.ts'
import type { Intake } from './read/intake.ts'
import { screen } from './screen/screen.ts'
import { checkRows } from './validate/check-rows.ts'

export interface TakeIn {
  readonly connection: DuckDBConnection
  readonly jurisdiction: Jurisdiction
  /** A relation with `row_key` and `content` of the rows of this register that the house holds. */
  readonly held: string
  /** Where rows that are set aside are kept. */
  readonly quarantine: string
}

/**
 * Takes one extract in: header, personal data, types and codes, account, quarantine. Rows to keep are left in
 * `staging.accepted`. Nothing outside the staging tables and the quarantine folder changes.
 *
 * @throws {@link Refusal} when the file is refused as a whole; its place names the file
 */
export async function takeIn(
  { connection, jurisdiction, held, quarantine }: TakeIn,
  delivery: Delivery,
  intake: Intake,
): Promise<DeliveryReport> {
  const { contract, described, path } = delivery
  if (described !== undefined) requireMatch(path, described, intake)
  const header = readHeader(intake.path, path, contract)
  const screened = await screen(connection, intake.path, path, header.columns, contract)
  requireRows(delivery, screened.read)
  const source = { path: intake.path, file: path, header, contract, jurisdiction }
  await checkRows(connection, source)
  const { account: ends, reasons } = await account(connection, contract, held, screened)
  if (ends.quarantined > screened.malformed) {
    await writeQuarantine(connection, source, intake.sha256, join(quarantine, contract.register))
  }
  requireFewSetAside(delivery, ends.quarantined / Math.max(ends.read, 1))
  return {
    register: contract.register,
    file: basename(path),
    sha256: intake.sha256,
    coverage: coverageOf(delivery),
    synthetic: delivery.manifest?.synthetic ?? false,
    account: ends,
    reasons,
    notes: delivery.manifest === undefined ? ['NO_MANIFEST'] : [],
  }
}

function coverageOf({ manifest, contract }: Delivery): Coverage | null {
  return manifest?.period ?? contract.delivery.coverage ?? null
}

function requireRows({ described, path }: Delivery, read: number): void {
  if (read === 0)
    throw new Refusal('EMPTY_FILE', 'The file has a header and no rows. Send the extract again.', { file: path })
  if (described === undefined || described.rows === read) return
  const advice = `The manifest announces ${described.rows} rows, the file has ${read}. Send both again.`
  throw new Refusal('MANIFEST_MISMATCH', advice, { file: path })
}

function requireFewSetAside({ contract, path }: Delivery, share: number): void {
  const limit = contract.limits.quarantined_share
  if (share <= limit) return
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`
  const advice = `${percent(share)} of the rows would be set aside; the contract allows ${percent(limit)}. See the reasons in the report of "taraza check".`
  throw new Refusal('TOO_MANY_QUARANTINED', advice, { file: path })
}
