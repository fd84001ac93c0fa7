import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Engine, quoteLiteral, selectRows } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { contractOf, copyIn, type DeliveryReport, definePseudonyms, deliveryOf, type TakeIn, takeIn } from '../index.ts'

const folder = mkdtempSync(join(tmpdir(), 'take-'))
let files = 0
/** Reading its tables takes longer than taking a small file in. */
let kyrgyz: Jurisdiction | undefined

function readOnce(): Jurisdiction {
  kyrgyz ??= loadJurisdiction('kg')
  return kyrgyz
}

/** Writes a file of its own for a test and returns its path. */
export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, String(files++), name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

export interface Taken {
  readonly report: DeliveryReport
  /** The accepted rows, in the order of the file. */
  readonly rows: readonly Record<string, unknown>[]
}

/** Takes one file in, into an empty house. */
export async function take(
  path: string,
  jurisdiction = readOnce(),
  threads = 1,
  more: Pick<TakeIn, 'tellRows'> = {},
): Promise<Taken> {
  const engine = await Engine.open({ threads })
  try {
    return await engine.withConnection(async (connection) => {
      await connection.run(
        `attach ${quoteLiteral(`${path}.staging-${files++}`)} as staging (recovery_mode 'no_wal_writes')`,
      )
      await connection.run(
        'create table staging.held (row_key uuid, content uhugeint, delivery integer, person_key uuid, case_key uuid, sex varchar)',
      )
      await definePseudonyms(connection, { bytes: Buffer.alloc(32, 7) })
      const context = {
        connection,
        jurisdiction,
        held: { rows: () => 'staging.held', later: [], peers: [] },
        quarantine: join(dirname(path), 'quarantine'),
        today: '2026-11-24',
        ...more,
      }
      const delivery = deliveryOf(path, contractOf(path, jurisdiction))
      const report = await takeIn(context, delivery, await copyIn(path, join(dirname(path), '.copy')))
      return {
        report,
        rows: await selectRows<Record<string, unknown>>(connection, 'select * from staging.accepted order by row_no'),
      }
    })
  } finally {
    engine.close()
  }
}
