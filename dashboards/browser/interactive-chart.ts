import embed, { type VisualizationSpec } from 'vega-embed'
import { expressionInterpreter } from 'vega-interpreter'
import type { Chart, ChartRow } from '../charts/index.ts'

const narrow = 420

interface EmbeddedChart {
  readonly spec: { readonly config: { readonly legend: object } } & Readonly<Record<string, unknown>>
  readonly rows: readonly ChartRow[]
  readonly locale: Chart['locale']
  readonly description: string
}

/**
 * Draws a chart again with the same specification and the same rows, so that it answers to the pointer. When anything
 * fails, the drawing of the server stays.
 */
export async function makeInteractive(figure: HTMLElement): Promise<void> {
  const drawing = figure.querySelector<HTMLElement>('.drawing')
  const embedded = figure.querySelector('script[type="application/json"]')?.textContent
  if (drawing === null || !embedded) return
  const { spec, rows, locale, description } = JSON.parse(embedded) as EmbeddedChart
  try {
    const stage = document.createElement('div')
    // Out of the flow until it takes the place of the drawing: nothing on the page may move.
    stage.className = 'stage waiting'
    figure.append(stage)
    await embed(stage, { ...fitted(spec, drawing), datasets: { figures: rows } } as VisualizationSpec, {
      actions: false,
      ast: true,
      expr: expressionInterpreter,
      renderer: 'svg',
      formatLocale: { ...locale },
      // Both would put style sheets into the page, which its policy forbids; page.css has what is needed.
      defaultStyle: false,
      tooltip: { theme: 'custom', disableDefaultStyle: true },
    })
    label(stage, description)
    const defined = drawing.querySelector('defs:has(pattern)')
    if (defined !== null) stage.querySelector('svg')?.prepend(defined)
    stage.classList.remove('waiting')
    drawing.replaceWith(stage)
    figure.dataset['interactive'] = 'true'
  } catch (error) {
    figure.querySelector('.stage')?.remove()
    figure.dataset['interactive'] = 'failed'
    reportError(error)
  }
}

/**
 * The specification for the space that the drawing has, so that nothing on the page moves. On a phone it gets the height
 * that the page has kept free for it, and a line of the legend for each long name.
 */
function fitted(
  spec: EmbeddedChart['spec'],
  { clientWidth: width, clientHeight }: HTMLElement,
): Readonly<Record<string, unknown>> {
  const config = spec.config
  if (width >= narrow) return { ...spec, width, height: clientHeight }
  return { ...spec, width, config: { ...config, legend: { ...config.legend, columns: 1 } } }
}

function label(stage: HTMLElement, description: string): void {
  const svg = stage.querySelector('svg')
  svg?.setAttribute('role', 'img')
  svg?.setAttribute('aria-label', description)
}
