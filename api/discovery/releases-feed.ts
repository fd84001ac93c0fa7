import { periodLabel, type ReleaseManifest } from '#warehouse'

/** Releases and revisions as an Atom feed, the latest first. @see RFC 4287 */
export function releasesFeed(releases: readonly ReleaseManifest[], publicUrl: string, title: string): string {
  const latest = releases.at(-1)
  const entries = releases
    .toReversed()
    .map(({ id, jurisdiction, publishedAt, through, yearStarts, revised, nextDue, synthetic }) => {
      const kind = revised ? 'Yearly revision' : 'New quarters'
      const summary = `${kind}, through ${periodLabel(through, { yearStarts })}. Next release by ${nextDue}.${synthetic ? ' Synthetic data.' : ''}`
      return `<entry><id>urn:taraza:${jurisdiction}:release:${id}</id><title>${escaped(`Release ${id}`)}</title><updated>${publishedAt}</updated><link href="${escaped(`${publicUrl}/en/releases`)}"/><summary>${escaped(summary)}</summary></entry>`
    })
  return `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>urn:taraza:${latest?.jurisdiction ?? ''}:releases</id><title>${escaped(title)}</title><author><name>Taraza</name></author><updated>${latest?.publishedAt ?? '1970-01-01T00:00:00Z'}</updated><link rel="self" href="${escaped(`${publicUrl}/v1/releases.atom`)}"/>${entries.join('')}</feed>\n`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
