import type { Level } from './question.ts'

/** What a caller may see. Every plan needs one: forgetting it does not compile. */
export interface Policy<L extends Level = Level> {
  readonly level: L
}

/** How counts are protected at each level. Establishment figures are public facts and never are. */
export const protectionMethods = { public: 'small-count-rounding', analyst: 'cell-key', officer: 'none' } as const
/** How the counts of a level are protected, as answers name it. */
export type ProtectionMethod = (typeof protectionMethods)[Level]

/** The policy of a level. */
export function policyFor<L extends Level>(level: L): Policy<L> {
  return { level }
}
