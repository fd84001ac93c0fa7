import type { ComponentChildren } from 'preact'

/** The head of a column of numbers. */
interface NumberHead {
  readonly numbers: string
}

interface SectionProps {
  readonly title: string
  readonly heads: readonly (string | NumberHead)[]
  readonly children: ComponentChildren
}

/** A table under its title, which scrolls by itself when it is wide. */
export function Section({ title, heads, children }: SectionProps) {
  return (
    <div>
      <h2>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table has to scroll by keyboard too */}
      <section class="scroll" tabIndex={0} aria-label={title}>
        <table>
          <thead>
            <tr>
              {heads.map((head) =>
                typeof head === 'string' ? (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ) : (
                  <th key={head.numbers} scope="col" class="number">
                    {head.numbers}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </section>
    </div>
  )
}
