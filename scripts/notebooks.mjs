// npm run notebooks: opens the notebooks with a server's API beside them. npm run notebooks:build: static pages.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, root } from './ensure-installed.mjs'
import { localLibraries } from './local-libraries.mjs'
import { stylesAsFiles } from './styles-as-files.mjs'

await ensureInstalled()
const { build, createServer } = await import('vite')
const { config, observable } = await import('@observablehq/notebook-kit/vite')

const folder = join(root, 'notebooks')
const kit = config()
// The notebooks import what is installed: addresses such as npm:d3, which a network would answer, mean nothing here.
const alias = kit.resolve.alias.filter(({ customResolver }) => customResolver === undefined)
const settings = {
  ...kit,
  resolve: { alias },
  configFile: false,
  root: folder,
  base: './',
  optimizeDeps: { rolldownOptions: { plugins: [localLibraries()] } },
  plugins: [localLibraries(), observable({ template: join(folder, 'page.tmpl') }), stylesAsFiles()],
}

const [task = 'open', out = join(root, '.build', 'notebooks')] = process.argv.slice(2)
const pages = readdirSync(folder).filter((name) => name.endsWith('.html'))
if (task === 'build') {
  const input = pages.map((name) => join(folder, name))
  await build({
    ...settings,
    build: { outDir: out, emptyOutDir: true, rollupOptions: { input, checks: { pluginTimings: false } } },
    logLevel: 'warn',
  })
  console.log(`Built ${pages.length} pages. A server of this installation shows them at /notebooks/.`)
} else {
  const target = process.env.TARAZA_URL || 'http://localhost:8080'
  const server = await createServer({ ...settings, server: { proxy: { '/v1': { target, changeOrigin: true } } } })
  await server.listen()
  server.printUrls()
  console.log(`The figures come from ${target}; TARAZA_URL names another server.`)
}
