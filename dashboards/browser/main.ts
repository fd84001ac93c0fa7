import './page.css'

/** Charts are drawn already; the code that makes them interactive is loaded when the page has settled. */
const charts = [...document.querySelectorAll<HTMLElement>('figure[data-chart]')]

if (charts.length > 0) {
  window.addEventListener('load', async () => {
    const { makeInteractive } = await import('./interactive-chart.ts')
    for (const figure of charts) await makeInteractive(figure)
  })
}

for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

/** The link is one without a script too; with one it is handed on, or copied. */
for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-share]'))
  link.addEventListener('click', async (event) => {
    event.preventDefault()
    if (navigator.share !== undefined) return await navigator.share({ title: document.title, url: link.href })
    await navigator.clipboard.writeText(link.href)
    link.textContent = link.dataset['shared'] ?? ''
  })
