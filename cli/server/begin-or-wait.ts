import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { type Observing, RequestMetrics } from '#api'
import type { Refusal } from '#foundation'
import { isMissing, missingFigures, unusableFigures } from './missing-figures.ts'
import { type Answering, switchOver } from './switch-over.ts'

interface Beginning {
  readonly home: string
  readonly log: Logger
  /** Makes what answers with figures. @throws {@link Refusal} where there are none yet, or what is wrong with them */
  begin(): Answering
  /** Whether what was missing is there now. */
  isDue(): boolean
  /** What answers until then. */
  waitingApp(waiting: Observing & { why(): Refusal }): RequestListener
}

interface Begun extends Answering {
  /** Resolves when figures are served. */
  readonly begun: Promise<void>
}

/**
 * Answers with figures, or waits for the first ones and then answers with them.
 *
 * @throws {@link Refusal} what is wrong with the home or its files: waiting would not mend it
 */
export function beginOrWait(beginning: Beginning): Begun {
  try {
    return Object.assign(beginning.begin(), { begun: Promise.resolve() })
  } catch (error) {
    if (!isMissing(error)) throw error
    return waitToBegin(beginning)
  }
}

function waitToBegin({ home, log, begin, isDue, waitingApp }: Beginning): Begun {
  let switched = () => {}
  const begun = new Promise<void>((resolve) => {
    switched = resolve
  })
  const metrics = new RequestMetrics(() => 0)
  let unusable: Refusal | undefined
  const why = () => unusable ?? missingFigures(home)
  const failed = (error: unknown) => {
    const reason = unusableFigures(error)
    if (reason.message !== unusable?.message) log.error({ err: error }, 'the first figures cannot be served')
    unusable = reason
  }
  const waiting = { listener: waitingApp({ log, metrics, why }), metrics, close: async () => {} }
  return Object.assign(switchOver({ waiting, isDue, begin, failed }, switched), { begun })
}
