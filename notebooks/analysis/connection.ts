import { connect, type Taraza } from '../../client/index.ts'

/**
 * Connects to the server that this page came from. `?release=2026-Q3.1` in its address reads an earlier release. Whatever is published
 * meanwhile, all figures of the page come from one release.
 */
export async function openTaraza(search = globalThis.location.search): Promise<Taraza> {
  const release = new URLSearchParams(search).get('release')
  return await connect('', release === null ? {} : { release })
}
