import type { About, Cell, Taraza } from '../../client/index.ts'
import { type Words, withCommas } from './words.ts'

type Beside = Pick<About, 'unit' | 'rule' | 'source' | 'release' | 'notes' | 'breaks' | 'incomplete'>

/** A finding in both languages. */
export function findingBox({ en, ru }: Words): HTMLElement {
  const box = element('div', '')
  box.className = 'told'
  box.append(inLanguage('en', en), inLanguage('ru', withCommas(ru)))
  return box
}

/**
 * A chart as one picture with its label, whose parts say nothing on their own: the table beside it has the figures. Its style sheet
 * stands in page.tmpl, for the policy of the server lets none stand in a page.
 */
export function drawn(chart: SVGSVGElement | HTMLElement): SVGSVGElement | HTMLElement {
  for (const style of chart.querySelectorAll('style')) style.remove()
  for (const part of chart.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label')
  const picture = chart instanceof SVGSVGElement ? chart : chart.querySelector('svg[aria-label]')
  picture?.setAttribute('role', 'img')
  return chart
}

/** What has to stand beside figures: unit, rule, source, release, changes of the law and notes. */
export function beside({ unit, rule, source, release, notes, breaks, incomplete }: Beside): HTMLElement {
  const lines = [
    `${unit}. ${rule}. ${source}. Release ${release ?? '—'}.`,
    ...breaks.map(({ on, title }) => `${on}: ${title}`),
    ...incomplete.map(({ period, coveredTo }) => `${period} is covered to ${coveredTo} and left out.`),
    ...notes.map(({ text }) => text),
  ]
  const small = element('figcaption', '')
  small.append(...lines.map((line) => element('p', line)))
  return small
}

/** A table of rows, so that every chart can be read without seeing it. */
export function tableOf(rows: readonly object[], title: string): HTMLElement {
  const [first = {}] = rows
  const names = Object.keys(first)
  const table = element('table', '')
  table.tabIndex = 0
  const head = element('tr', '')
  head.append(...names.map((name) => element('th', name)))
  const lines = rows.map((row) => {
    const line = element('tr', '')
    line.append(...names.map((name) => element('td', written((row as Record<string, Cell>)[name] ?? null))))
    return line
  })
  table.append(element('caption', title), head, ...lines)
  return table
}

/** Says so when a newer release than that of this page is there. */
export async function newerThan(taraza: Taraza): Promise<HTMLElement> {
  const newer = await taraza.newerRelease()
  const [own, now] = [taraza.release ?? '—', newer ?? '']
  return newer === undefined
    ? findingBox({ en: `All figures: release ${own}, the latest.`, ru: `Все цифры: выпуск ${own}, последний.` })
    : findingBox({
        en: `All figures: release ${own}. There is a newer one, ${now}: load the page without ?release to read it.`,
        ru: `Все цифры: выпуск ${own}. Есть более новый, ${now}: откройте страницу без ?release.`,
      })
}

function written(value: Cell): string {
  if (value === null) return '—'
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : String(value)
}

function inLanguage(language: keyof Words, text: string): HTMLElement {
  const paragraph = element('p', text)
  paragraph.lang = language
  return paragraph
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text: string): HTMLElementTagNameMap[Name] {
  const created = document.createElement(name)
  created.textContent = text
  return created
}
