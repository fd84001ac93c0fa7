import './page.css'

/** Charts are drawn already; the code that makes them interactive is loaded when the page has settled. */
const charts = [...document.querySelectorAll<HTMLElement>('figure[data-chart]')]

if (charts.length > 0) {
  window.addEventListener('load', async () => {
    const { makeInteractive } = await import('./interactive-chart.ts')
    for (const figure of charts) await makeInteractive(figure)
  })
}
