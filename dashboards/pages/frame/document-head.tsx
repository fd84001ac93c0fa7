import type { ComponentChildren } from 'preact'

/** The head of every document: nothing is asked for but what its children name. */
export function DocumentHead({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>{title}</title>
      <link rel="icon" href="data:," />
      {children}
    </head>
  )
}
