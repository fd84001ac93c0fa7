import { connect, type Taraza } from '../../client/index.ts'

/**
 * Connects to the server that this page came from, or to the one in the page's address: `?api=https://…`. `?release=2026-Q3.1`
 * reads an earlier release. Whatever is published meanwhile, all figures of the page come from one release.
 */
export async function openTaraza(search = globalThis.location.search): Promise<Taraza> {
  const asked = new URLSearchParams(search)
  const release = asked.get('release')
  return await connect(asked.get('api') ?? '', release === null ? {} : { release })
}
