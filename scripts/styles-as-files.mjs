import { createHash } from 'node:crypto'

const inlineStyle = /<style type="text\/css">([\s\S]*?)<\/style>/g

/**
 * A Vite plugin: style sheets that stand in a page become files beside it, for the policy of the server allows no others. They
 * lie beside the pages, so that what they refer to is found at the same addresses.
 */
export function stylesAsFiles() {
  return {
    name: 'styles-as-files',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const page of Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.html')))
        page.source = String(page.source).replaceAll(inlineStyle, (_, style) => {
          const fileName = `style-${createHash('sha256').update(style).digest('hex').slice(0, 8)}.css`
          if (!(fileName in bundle)) this.emitFile({ type: 'asset', fileName, source: style })
          return `<link rel="stylesheet" href="./${fileName}">`
        })
    },
  }
}
