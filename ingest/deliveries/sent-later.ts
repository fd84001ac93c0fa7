/** Whether one of two moments (ISO 8601) at which deliveries were sent is known to be later than the other. */
export function isSentLater(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && Date.parse(one) > Date.parse(other)
}
