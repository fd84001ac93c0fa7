import type { ComponentChildren } from 'preact'

/** Columns of numbers, of texts in English on every page, of long texts, and those that a phone leaves out. */
const classes = { numbers: 'number', english: undefined, long: 'long', wide: 'wide' }

/** The head of a column, of texts where nothing else is said. */
type Head =
  | string
  | { readonly numbers: string }
  | { readonly english: string }
  | { readonly long: string }
  | { readonly wide: string }

interface SectionProps {
  readonly title: string
  readonly heads: readonly Head[]
  /** The first cell of each names the row. */
  readonly rows: readonly (readonly ComponentChildren[])[]
  /** Whether the table stands there without rows too. */
  readonly isKept?: boolean
}

/** A table under its title, which scrolls by itself when it is wide. */
export function Section({ title, heads, rows, isKept = false }: SectionProps) {
  if (rows.length === 0 && !isKept) return null
  const classOf = (at: number) => {
    const [kind] = Object.keys(Object(heads[at]))
    return typeof heads[at] === 'string' ? undefined : classes[kind as keyof typeof classes]
  }
  const isEnglish = (at: number) => Object.hasOwn(Object(heads[at]), 'english')
  return (
    <div>
      <h2>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table has to scroll by keyboard too */}
      <section class="scroll" tabIndex={0} aria-label={title}>
        <table>
          <thead>
            <tr>
              {heads.map((head, at) => (
                <th key={at} scope="col" class={classOf(at)}>
                  {typeof head === 'string' ? head : Object.values(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...others], row) => (
              <tr key={row}>
                <th scope="row">{first}</th>
                {others.map((cell, at) => (
                  <td key={at} class={classOf(at + 1)} lang={isEnglish(at + 1) ? 'en' : undefined}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
