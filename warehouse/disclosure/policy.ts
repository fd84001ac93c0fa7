/** How exact figures may be, from what anybody may see to what was counted. */
export const levels = ['public', 'analyst', 'officer'] as const
/** One of {@link levels}. */
export type AccessLevel = (typeof levels)[number]

/** What a caller may see. Every plan needs one: forgetting it does not compile. */
export interface Policy<L extends AccessLevel = AccessLevel> {
  readonly level: L
}

/** The policy of a level. */
export function policyFor<L extends AccessLevel>(level: L): Policy<L> {
  return { level }
}
