import { LRUCache } from 'lru-cache'
import { canonicalJson, runInWorker, sha256 } from '#foundation'
import type { Chart } from '../charts/index.ts'
import type { beLoaded, drawSvg } from './draw-svg.ts'

const module = 'dashboards/render/draw-svg.js'

/** What was drawn before: of a page whose filter changes, some charts know nothing of it. */
const drawings = new LRUCache<string, string>({ maxSize: 8_000_000, sizeCalculation: ({ length }) => length + 1 })

/** Loads what draws, which is large, for whoever has time before the first chart. */
export async function loadDrawing(): Promise<void> {
  await runInWorker<typeof beLoaded>(module, 'beLoaded', undefined)
}

/**
 * Draws a chart as SVG text, as {@link drawSvg} does, in a thread beside this one.
 *
 * @throws {@link Refusal} `DEADLINE` when the signal fires before it is begun
 */
export async function renderSvg(chart: Chart, signal?: AbortSignal): Promise<string> {
  const { spec, rows, locale, description } = chart
  const specKey = sha256(canonicalJson(spec))
  const key = sha256(canonicalJson({ specKey, locale, description, rows }))
  const known = drawings.get(key)
  if (known !== undefined) return known
  const drawing = await runInWorker<typeof drawSvg>(module, 'drawSvg', { chart, specKey, key }, { signal })
  drawings.set(key, drawing)
  return drawing
}
