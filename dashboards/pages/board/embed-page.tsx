import type { ComponentChildren } from 'preact'
import type { Language } from '#jurisdictions'
import { DocumentHead } from '../frame/document-head.tsx'
import type { Site } from '../frame/layout.tsx'

interface EmbedPageProps {
  readonly language: Language
  readonly title: string
  readonly site: Site
  /** What protection does to figures: it stands wherever they stand. */
  readonly note: string
  readonly children: ComponentChildren
}

/** One panel alone, for a frame in somebody else's page. */
export function EmbedPage({ language, title, site, note, children }: EmbedPageProps) {
  return (
    <html lang={language}>
      <DocumentHead title={title}>
        <link rel="stylesheet" href={site.style} />
        <script type="module" src={site.script} />
      </DocumentHead>
      <body class="embedded">
        <main id="content">
          <h1 class="visually-hidden">{title}</h1>
          {children}
          <p class="source">{note}</p>
        </main>
      </body>
    </html>
  )
}
