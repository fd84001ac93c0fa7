import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal, readState, writeDurably } from '#foundation'
import { budgetHolder } from './budget-holder.ts'

/**
 * What all answers together may tell of any small cell beside its own direct answer, as a part of what that tells: to one
 * person, and to all together. Measured with the attack of `api/attack`: with them one analyst is exact in at most 15 % of the
 * cells of 1 to 4, five who collude in at most 20 %.
 */
export const defaultBudgets = { own: 0.115, common: 0.15 } as const

const budgetSchema = z.record(
  z.string(),
  z.strictObject({ budget: z.number().positive(), raisedBy: z.string(), at: z.iso.datetime() }),
)
export type RaisedBudgets = z.output<typeof budgetSchema>

const maxBudget = 1

/** Budgets that a steward has raised, by who has them. Without a line in this file everybody has the usual one. */
export class Budgets {
  readonly #folder: string

  constructor(home: string) {
    this.#folder = join(home, 'access')
  }

  raised(): RaisedBudgets {
    const raised = existsSync(this.#file) ? readState(this.#file, budgetSchema) : {}
    return Object.fromEntries(Object.entries(raised).map(([who, budget]) => [budgetHolder(who), budget]))
  }

  /** Raises the budget of one person: the promises of {@link defaultBudgets} hold no longer for them; the usual one takes that back. @throws {@link Refusal} `BAD_PARAMETER` */
  raise(who: string, budget: number, raisedBy: string, now: Date): void {
    if (!(budget >= defaultBudgets.own && budget <= maxBudget)) {
      const advice = `A budget is a number from ${defaultBudgets.own} to ${maxBudget}: parts of what a direct answer reveals.`
      throw new Refusal('BAD_PARAMETER', advice, { parameter: 'budget' })
    }
    const person = budgetHolder(who)
    const { [person]: _, ...others } = this.raised()
    const own = { [person]: { budget, raisedBy, at: now.toISOString() } }
    const raised = budget === defaultBudgets.own ? others : { ...others, ...own }
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    writeDurably(this.#file, `${JSON.stringify(raised, null, 2)}\n`)
  }

  /** What one person may be told, and what all together where this person asks. */
  of(who: string): { readonly own: number; readonly common: number } {
    const { budget = defaultBudgets.own } = this.raised()[budgetHolder(who)] ?? {}
    return { own: budget, common: Math.max(defaultBudgets.common, budget) }
  }

  get #file(): string {
    return join(this.#folder, 'analyst-budgets.json')
  }
}
