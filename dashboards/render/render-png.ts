import { runInWorker } from '#foundation'
import type { paintPng } from './paint-png.ts'

interface How {
  /** Fires when nobody waits for the picture any more. */
  readonly signal?: AbortSignal | undefined
  readonly pixelsPerUnit?: number
}

/**
 * Draws an SVG as PNG, as {@link paintPng} does, in a thread beside this one.
 *
 * @throws {@link Refusal} `DEADLINE` when the signal fires before it is done
 */
export async function renderPng(svg: string, { signal, pixelsPerUnit = 2 }: How = {}): Promise<Buffer> {
  const how = { signal, thread: 'pictures' } as const
  return Buffer.from(
    await runInWorker<typeof paintPng>('dashboards/render/paint-png.js', 'paintPng', { svg, pixelsPerUnit }, how),
  )
}
