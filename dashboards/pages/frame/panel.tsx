import type { ComponentChildren } from 'preact'
import type { Chart } from '../../charts/index.ts'
import type { TableData } from '../../charts/table-data.ts'

/** A chart as the page holds it: drawn already, and what the browser needs to make it interactive. */
export interface DrawnChart {
  readonly chart: Chart
  readonly svg: string
  /** Whether its rows stand in the page too: what is not for publication has no other use. */
  readonly isInteractive: boolean
}

interface PanelProps {
  readonly id: string
  /** The code of why nothing is shown. */
  readonly refused?: string | undefined
  readonly title: string
  readonly about: string
  readonly drawn?: DrawnChart | undefined
  readonly table?: Omit<TableData, 'download'> | undefined
  /** What the figures allow to say, before the chart. */
  readonly sentences?: readonly string[]
  /** What a reader has to know, after it. */
  readonly notices?: readonly string[]
  readonly downloads: readonly { readonly label: string; readonly href: string }[]
  readonly labels: { readonly table: string; readonly download: string }
  readonly source?: string | undefined
  /** What leads on from it, after its table. */
  readonly more?: ComponentChildren
}

/** A chart with its title, what it shows, its notes and its table. Without a chart the table stands open. */
export function Panel({ id, refused, title, about, drawn, table, labels, ...others }: PanelProps) {
  const { sentences = [], notices = [], downloads, source, more: onwards } = others
  const hasTable = table !== undefined && table.rows.length > 0
  return (
    <section class="panel" data-refused={refused} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p class="about">{about}</p>
      {sentences.map((sentence) => (
        <p key={sentence} class="finding">
          {sentence}
        </p>
      ))}
      {drawn && <ChartFigure id={id} drawn={drawn} />}
      {notices.map((notice) => (
        <p key={notice} class="notice">
          {notice}
        </p>
      ))}
      {hasTable && (
        <details open={drawn === undefined}>
          <summary>{labels.table}</summary>
          <DataTable {...table} label={`${labels.table}: ${table.caption}`} />
        </details>
      )}
      {onwards}
      {downloads.length > 0 && (
        <p class="downloads">
          {labels.download}:{' '}
          {downloads.map(({ label, href }, at) => (
            <>
              {at > 0 && ' · '}
              <a href={href}>{label}</a>
            </>
          ))}
        </p>
      )}
      {source && <p class="source">{source}</p>}
    </section>
  )
}

function ChartFigure({ id, drawn }: { id: string; drawn: DrawnChart }) {
  const { spec, rows, locale, description } = drawn.chart
  const embedded = JSON.stringify({ spec, rows, locale, description })
  return (
    <figure class="chart" data-chart={drawn.isInteractive ? id : undefined}>
      {/* The SVG comes from our own renderer, which escapes all text. */}
      <div class="drawing" dangerouslySetInnerHTML={{ __html: drawn.svg }} />
      {drawn.isInteractive && (
        <script type="application/json" dangerouslySetInnerHTML={{ __html: embedded.replaceAll('<', '\\u003c') }} />
      )}
    </figure>
  )
}

/** A table whose first column names its rows. It scrolls on its own where the screen is narrow. */
export function DataTable({ caption, head, rows, label = caption }: Omit<TableData, 'download'> & { label?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard (WCAG 2.1.1)
    <section class="scroll" tabIndex={0} aria-label={label}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells: [first, ...others], incomplete }) => (
            <tr key={`${first}${others[0]}`} class={incomplete ? 'incomplete' : undefined}>
              <th scope="row">{first}</th>
              {others.map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
