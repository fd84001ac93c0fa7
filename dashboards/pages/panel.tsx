import { type Chart, chartHeight } from '../charts/index.ts'

/** A chart as the page holds it: drawn already, and what the browser needs to make it interactive. */
export interface DrawnChart {
  readonly chart: Chart
  readonly svg: string
  /** Where the rows come from, by the name that the specification uses. */
  readonly sources: Readonly<Record<string, string>>
}

export interface TableData {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly { readonly cells: readonly string[]; readonly incomplete?: boolean }[]
  /** The question of the table as CSV. */
  readonly download: string
}

function heightOf({ chart: { spec } }: DrawnChart): number {
  return 'height' in spec && typeof spec.height === 'number' ? spec.height : chartHeight
}

interface PanelProps {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly drawn: DrawnChart
  readonly table: TableData
  /** The chart as a picture. */
  readonly images: { readonly png: string; readonly svg: string }
  readonly labels: { readonly table: string; readonly download: string }
}

/** A chart with its title, what it shows, its notes and its table. */
export function Panel({ id, title, about, drawn, table, images, labels }: PanelProps) {
  const embedded = JSON.stringify({
    spec: drawn.chart.spec,
    locale: drawn.chart.locale,
    sources: drawn.sources,
    description: drawn.chart.description,
  })
  return (
    <section class="panel" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p class="about">{about}</p>
      <figure class="chart" data-chart={id} style={`--drawn-height: ${heightOf(drawn)}px`}>
        {/* The SVG comes from our own renderer, which escapes all text. */}
        <div class="drawing" dangerouslySetInnerHTML={{ __html: drawn.svg }} />
        <script type="application/json" dangerouslySetInnerHTML={{ __html: embedded.replaceAll('<', '\\u003c') }} />
      </figure>
      <details>
        <summary>{labels.table}</summary>
        <DataTable {...table} label={`${labels.table}: ${table.caption}`} />
        <p>
          {labels.download}: <a href={table.download}>CSV</a> · <a href={images.png}>PNG</a> ·{' '}
          <a href={images.svg}>SVG</a>
        </p>
      </details>
    </section>
  )
}

/** A table whose first column names its rows. It scrolls on its own where the screen is narrow. */
export function DataTable({ caption, head, rows, label }: Omit<TableData, 'download'> & { readonly label: string }) {
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
