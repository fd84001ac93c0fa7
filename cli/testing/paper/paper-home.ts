import { runNightly } from '../../nightly/run-nightly.ts'
import { type TestHome, testHome } from '../homes.ts'
import { type Officer, officerOf } from './ask-officer.ts'
import { deliverPaper } from './deliver-paper.ts'

export interface PaperHome {
  readonly home: string
  readonly officer: Officer
  /** Rows that were set aside or refused: there are to be none. */
  readonly refused: number
  remove(): Promise<void>
}

/** A home that has taken in the register on paper, in three nights. */
export async function makePaperHome(): Promise<PaperHome> {
  const test = testHome()
  let refused = 0
  for (const night of ['1', '2', '3']) refused += await takeIn(test, night)
  const officer = officerOf(test.home)
  const remove = async () => {
    await officer.close()
    test.remove()
  }
  return { home: test.home, officer, refused, remove }
}

async function takeIn(test: TestHome, night: string): Promise<number> {
  deliverPaper(test, night)
  const { home, incoming } = test
  const now = new Date(`2025-04-1${night}T02:30:00Z`)
  const accept = ['VOLUME_DRIFT']
  const { refusals, deliveries } = await runNightly({ home, jurisdiction: 'kg', incoming, now, accept })
  return refusals.length + deliveries.reduce((sum, { account }) => sum + account.quarantined, 0)
}
