import type { Chart, ChartRows } from '../charts/index.ts'

/** What draws is large: it is loaded with the first chart, or beforehand by whoever has time. */
export function loadDrawing() {
  return import('./draw-svg.ts')
}

/** Draws a chart as SVG text, as `drawSvg` does. */
export async function renderSvg(chart: Chart, rows: ChartRows): Promise<string> {
  const { drawSvg } = await loadDrawing()
  return await drawSvg(chart, rows)
}
