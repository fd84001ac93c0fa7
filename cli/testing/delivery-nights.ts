import { generationStore, type RunReport } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { type Ended, keepSecrets, runOn, type TestHome, testHome } from './homes.ts'
import { type Described, deliver } from './registers.ts'
import { sentencesCsv, soundRows } from './sentences.ts'

/** Two extracts: the second one corrects a row of the first one and adds another. */
export const twoExtracts = [
  sentencesCsv(soundRows(5)),
  sentencesCsv([{ CASE_ID: 'N1' }, { CASE_ID: 'C1', DAYS: '730' }]),
] as const

/** A test home with its nights and its commands, which know its incoming folder. */
export interface DeliveryNights {
  readonly test: TestHome
  night(more?: object): Promise<RunReport>
  run(...words: string[]): Promise<Ended>
  /** The document that a command writes with `--json`. */
  // biome-ignore lint/suspicious/noExplicitAny: documents of commands are compared, not used
  json(...words: string[]): Promise<any>
  /** The state of each delivery, as the list says. */
  states(): Promise<readonly string[]>
  current(): ReturnType<typeof generationStore.current>
  rollBack(id: string | undefined): Promise<Ended>
  /** A night for each of {@link twoExtracts}, and the first of them served again. */
  rolledBack(described?: Described): Promise<void>
}

export function deliveryNights(): DeliveryNights {
  const test = testHome()
  keepSecrets(test.home)
  const basis = { home: test.home, jurisdiction: 'kg', incoming: test.incoming, accept: ['VOLUME_DRIFT'] }
  let minute = 0
  const night = (more = {}) => runNightly({ ...basis, now: new Date(Date.UTC(2026, 10, 24, 2, minute++)), ...more })
  const run = (...words: string[]) => runOn(test.home, words, { TARAZA_INCOMING: test.incoming })
  const json = async (...words: string[]) => JSON.parse((await run(...words, '--json')).out)
  const current = () => generationStore.current(test.home)
  const rollBack = (id = '') => run('generations', 'rollback', id)
  return {
    ...{ test, night, run, json, current, rollBack },
    states: async () => (await json('deliveries', 'list')).deliveries.map(({ state }: { state: string }) => state),
    async rolledBack(described) {
      deliver(test, 'sentences', twoExtracts[0])
      await night()
      const { id } = current() ?? {}
      deliver(test, 'sentences', twoExtracts[1], described)
      await night()
      await rollBack(id)
    },
  }
}
