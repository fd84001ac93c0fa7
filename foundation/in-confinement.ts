import { type Place, Refusal } from './refusal/refusal.ts'

/** What came of a call. Errors lose their kind between processes, so a refusal is handed over as what it says. */
export type CallOutcome =
  | { readonly done: unknown }
  | { readonly refused: { readonly code: string; readonly message: string; readonly place: Place } }
  | { readonly failed: unknown }

const [filename = '', name = ''] = process.argv.slice(2)
const work: (given: unknown) => unknown = (await import(filename))[name]

async function outcomeOf(given: unknown): Promise<CallOutcome> {
  try {
    return { done: await work(given) }
  } catch (error) {
    if (!(error instanceof Refusal)) return { failed: error }
    const { code, message, place } = error
    return { refused: { code, message, place } }
  }
}

process.on('message', async (given) => process.send?.(await outcomeOf(given)))
// Whoever asked is gone.
process.on('disconnect', () => process.exit())
process.send?.('ready')
