import type { ComponentChildren } from 'preact'

interface FactsProps {
  /** Terms, each with what is said of it. */
  readonly facts: Iterable<readonly [ComponentChildren, ComponentChildren]>
}

/** What is to be known, as a list of terms. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl>
      {[...facts].map(([term, value], at) => (
        <div key={at}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
