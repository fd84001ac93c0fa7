import { setImmediate } from 'node:timers/promises'
import { loadDrawing } from '#dashboards'
import { languages } from '#jurisdictions'
import { loadDistributions } from '#statistics'

/**
 * Has the front page of a server made in each language, once it is ready: now there is time for what its first readers would wait for,
 * and a rush finds everything loaded.
 *
 * @param failed - is told why it could not be done
 * @returns what stops it
 */
export function prepareFrontPages(url: string, failed: (error: unknown) => void): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  const prepare = async () => {
    await setImmediate()
    loadDistributions()
    await loadDrawing()
    for (const language of languages) await (await fetch(`${url}/${language}/`, { signal })).arrayBuffer()
  }
  const prepared = prepare().catch((error: unknown) => {
    if (!signal.aborted) failed(error)
  })
  return async () => {
    stopping.abort()
    await prepared
  }
}
