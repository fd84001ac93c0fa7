import { Refusal } from '#foundation'
import { type Answer, type Edition, type Level, type Policy, policyFor, type Question } from '#warehouse'
import type { Asker } from '../access/roles.ts'
import type { Service } from './service.ts'

const attempts = 5

/** At which level questions are asked, and who asks them where that is known. */
export interface Asking<L extends Level> {
  readonly policy: Policy<L>
  readonly asker?: Asker | undefined
}

/** Questions of anybody: the public level, without a name. */
export const askingAsPublic: Asking<'public'> = { policy: policyFor('public') }

/**
 * Does work that needs several answers, all of one edition: when a release is published in between, it is done again.
 *
 * @returns what the work gave, and the edition of its answers, or the one served when it asked nothing
 * @throws {@link Refusal} `BUSY` when editions change faster than the work is done
 */
export async function ofOneEdition<L extends Level, T>(
  service: Service<L>,
  { policy, asker }: Asking<L>,
  signal: AbortSignal,
  work: (ask: (question: Question) => Promise<Answer>) => Promise<T>,
): Promise<{ readonly result: T; readonly edition: Edition }> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const editions = new Map<string, Edition>()
    const result = await work(async (question) => {
      const answer = await service.ask(question, policy, signal, asker)
      editions.set(answer.edition.id, answer.edition)
      return answer
    })
    const [edition = service.edition(policy.level)] = editions.values()
    if (editions.size <= 1) return { result, edition }
  }
  throw new Refusal('BUSY', 'Releases change while the answer is made. Ask again in a moment.')
}
