// Builds the documents as static pages with a search that works without a network, which the server shows at /docs/.
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { addressOf, contents } from '../docs/site/contents.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

await ensureInstalled()
const { default: Eleventy } = await import('@11ty/eleventy')
const { default: MiniSearch } = await import('minisearch')
const out = process.argv[2] ?? join(root, '.build', 'docs')
const sources = contents.flatMap(([, pages]) => pages)

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'docs-'))
for (const source of sources) cpSync(join(root, source), join(folder, source))
process.chdir(folder)
const site = new Eleventy('.', join(folder, 'out'), { quietMode: true, config: configure })
const rendered = await site.toJSON()
process.chdir(root)
rmSync(folder, { recursive: true })
const pages = rendered.map(({ inputPath, content }) => {
  const source = inputPath.replace(/^\.\//, '')
  return { source, id: addressOf(source), title: /<h1[^>]*>(.*?)<\/h1>/s.exec(content)?.[1] ?? source, content }
})
const titles = new Map(pages.map(({ source, title }) => [source, textOf(title)]))
for (const page of pages) {
  mkdirSync(dirname(join(out, page.id)), { recursive: true })
  writeFileSync(join(out, page.id), pageOf(page))
}
writeFileSync(
  join(out, 'index.html'),
  pageOf({ ...pages.find(({ source }) => source === sources[0]), id: 'index.html' }),
)

const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['title'] })
index.addAll(pages.map(({ id, source, content }) => ({ id, title: titles.get(source), text: textOf(content) })))
writeFileSync(join(out, 'search.json'), JSON.stringify(index))
for (const file of ['search.js', 'page.css']) copyFileSync(join(root, 'docs', 'site', file), join(out, file))
const minisearch = createRequire(import.meta.url).resolve('minisearch')
copyFileSync(join(minisearch, '..', '..', 'es', 'index.js'), join(out, 'minisearch.js'))

/** The documents are plain Markdown: braces in them mean nothing. */
function configure() {
  return { templateFormats: ['md'], markdownTemplateEngine: false }
}

function pageOf({ source, id, content }) {
  const up = '../'.repeat(id.split('/').length - 1)
  const language = source.endsWith('.ru.md') ? 'ru' : 'en'
  return `<!doctype html><html lang="${language}" data-root="${up || './'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${titles.get(source)} – Taraza</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${up}page.css"><script type="module" src="${up}search.js"></script></head><body><header><a href="/">Taraza</a><a href="/docs/reference">API reference</a><a href="/notebooks/">Notebooks</a><input id="search" type="search" aria-label="Search" placeholder="Search" hidden><ul id="found" aria-live="polite"></ul></header><div class="sides"><nav aria-label="Contents">${navigation(source, up)}</nav><main>${linked(content, source, up)}</main></div></body></html>\n`
}

function navigation(current, up) {
  const line = (source) => {
    const language = source.endsWith('.ru.md') ? ' lang="ru"' : ''
    const here = source === current ? ' aria-current="page"' : ''
    return `<li${language}><a href="${up}${addressOf(source)}"${here}>${titles.get(source)}</a></li>`
  }
  return contents.map(([name, list]) => `<h2>${name}</h2><ul>${list.map(line).join('')}</ul>`).join('')
}

/** Links between documents lead to their pages; tables and code can be scrolled by keyboard. */
function linked(content, source, up) {
  const target = (link) => {
    const [path, hash = ''] = link.split('#')
    const whole = posix.join(posix.dirname(source), path)
    return sources.includes(whole) ? up + addressOf(whole) + (hash && `#${hash}`) : undefined
  }
  return content
    .replaceAll(/<a href="([^":]+)">(.*?)<\/a>/gs, (_, link, text) => {
      const page = link.startsWith('/') || link.startsWith('#') ? link : target(link)
      return page === undefined ? text : `<a href="${page}">${text}</a>`
    })
    .replaceAll(/<(pre|table)>/g, '<$1 tabindex="0">')
}

function textOf(html) {
  return html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
