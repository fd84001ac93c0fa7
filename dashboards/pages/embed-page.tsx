import type { ComponentChildren } from 'preact'
import type { Language } from '#jurisdictions'
import type { Site } from './layout.tsx'

interface EmbedPageProps {
  readonly language: Language
  readonly title: string
  readonly site: Site
  readonly children: ComponentChildren
}

/** One panel alone, for a frame in somebody else's page. */
export function EmbedPage({ language, title, site, children }: EmbedPageProps) {
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={site.style} />
        <script type="module" src={site.script} />
      </head>
      <body class="embedded">
        <main id="content">
          <h1 class="visually-hidden">{title}</h1>
          {children}
        </main>
      </body>
    </html>
  )
}
