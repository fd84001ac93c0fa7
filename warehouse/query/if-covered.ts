import { Refusal } from '#foundation'

/** What a question gives, or nothing where no period of its figures is known yet, as in the first months of a register. */
export async function ifCovered<T>(asked: Promise<T>): Promise<T | undefined> {
  return await asked.catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'PERIOD_NOT_COVERED') return undefined
    throw error
  })
}
