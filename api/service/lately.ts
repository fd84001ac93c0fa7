/** Milliseconds: to look at the disk takes longer than to answer from memory. */
const patience = 50

/** What a function returns, asked anew only after some milliseconds. */
export function lately<T>(find: () => T): () => T {
  let [found, foundAt] = [undefined as T, Number.NEGATIVE_INFINITY]
  return () => {
    const now = performance.now()
    if (now - foundAt < patience) return found
    found = find()
    foundAt = now
    return found
  }
}
