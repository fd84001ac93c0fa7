import { strFromU8, strToU8 } from 'fflate'
import { packZip, unpackZip, type ZipParts } from '#foundation'
import type { Language } from '#jurisdictions'

const dates = /(<dcterms:(?:created|modified)[^<>]*>)[^<]*(<)/g

/** An office file without the time at which it was written, in it and in the workbooks inside, dated as its release. */
export function stripTimestamps(bytes: Uint8Array, publishedAt: string): ZipParts {
  const day = `$1${publishedAt.slice(0, 19)}Z$2`
  const parts = [...unpackZip(bytes)].flatMap(([name, part]): [string, Uint8Array][] => {
    if (name.endsWith('/')) return []
    if (name.endsWith('.xlsx')) return [[name, packZip(stripTimestamps(part, publishedAt))]]
    if (name === 'docProps/core.xml') return [[name, strToU8(strFromU8(part).replaceAll(dates, day))]]
    return [[name, part]]
  })
  return new Map(parts)
}

const chartNumber = /(charts\/(?:_rels\/)?chart|Microsoft_Excel_Worksheet)(\d+)(\.)/g

/** Counts the charts of a presentation from one: the library that writes them counts on from one presentation to the next. */
export function renumberCharts(parts: ZipParts): ZipParts {
  const numbers = [...parts.keys()].flatMap((name) => /^ppt\/charts\/chart(\d+)\.xml$/.exec(name)?.[1] ?? [])
  const inOrder = numbers.map(Number).sort((one, other) => one - other)
  const renamed = (text: string) =>
    text.replaceAll(chartNumber, (_, before, number, after) => before + (inOrder.indexOf(Number(number)) + 1) + after)
  return new Map(
    [...parts].map(([name, bytes]): [string, Uint8Array] => {
      const refers = name.endsWith('.rels') || name === '[Content_Types].xml'
      return [renamed(name), refers ? strToU8(renamed(strFromU8(bytes))) : bytes]
    }),
  )
}

const [contentTypes, presentation] = ['[Content_Types].xml', 'ppt/presentation.xml'] as const
const [slideTheme, notesTheme] = ['ppt/theme/theme1.xml', 'ppt/theme/theme2.xml'] as const
const notesRelations = 'ppt/notesMasters/_rels/notesMaster1.xml.rels'
const locales: Readonly<Record<Language, string>> = { ky: 'ky-KG', ru: 'ru-RU', en: 'en-GB' }
const override = /<Override [^<>]*>/g

/**
 * Mends what makes PowerPoint offer a repair: types for masters that are not there, one theme for slides and notes, a
 * background without effects, a list of note masters after that of the slides, and shapes that share a number.
 * Texts are in the language of the report, for the spelling checker.
 */
export function repaired(language: Language, parts: ZipParts): ZipParts {
  const mended = new Map(parts)
  const mend = (name: string, change: (xml: string) => string) => {
    const part = mended.get(name)
    if (part !== undefined) mended.set(name, strToU8(change(strFromU8(part))))
  }
  const theme = mended.get(slideTheme)
  if (theme !== undefined && mended.has(notesRelations)) {
    mended.set(notesTheme, theme)
    mend(notesRelations, (xml) => xml.replace('theme1.xml', 'theme2.xml'))
    mend(contentTypes, (xml) =>
      xml.replace(themeOverride(slideTheme), themeOverride(slideTheme) + themeOverride(notesTheme)),
    )
  }
  mend(contentTypes, (xml) =>
    xml.replaceAll(override, (tag) => (mended.has(partOf(tag)) ? tag : '')).replace('image/jpg', 'image/jpeg'),
  )
  mend(presentation, (xml) => {
    const [notes, slides] = [elementOf(xml, 'p:notesMasterIdLst'), elementOf(xml, 'p:sldIdLst')]
    return slides === '' ? xml : xml.replace(notes, '').replace(slides, notes + slides)
  })
  for (const name of mended.keys()) {
    if (/^ppt\/(slides|notesSlides)\/\w+\.xml$/.test(name))
      mend(name, (xml) => xml.replaceAll('lang="en-US"', `lang="${locales[language]}"`))
    if (/^ppt\/slides\/slide\d+\.xml$/.test(name))
      mend(name, (xml) => numbered(xml.replaceAll('</a:solidFill></p:bgPr>', '</a:solidFill><a:effectLst/></p:bgPr>')))
  }
  return mended
}

/** The shapes of a slide, numbered in their order. */
function numbered(xml: string): string {
  let number = 0
  return xml.replaceAll(/(<p:cNvPr id=")\d+(")/g, (_, before: string, after: string) => {
    number += 1
    return `${before}${number}${after}`
  })
}

/** The part that a type is stated for. */
function partOf(tag: string): string {
  return tag.split('PartName="/')[1]?.split('"')[0] ?? ''
}

/** The first element of a name, with all that is in it. */
function elementOf(xml: string, name: string): string {
  const start = xml.indexOf(`<${name}>`)
  const end = xml.indexOf(`</${name}>`, start)
  return start < 0 || end < 0 ? '' : xml.slice(start, end + name.length + 3)
}

function themeOverride(name: string): string {
  return `<Override PartName="/${name}" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>`
}

/** Exchanges charts and their workbooks, in their order. @throws Error for a chart that the presentation does not have */
export function withCharts(
  parts: ZipParts,
  charts: readonly { readonly xml: string; readonly workbook: Uint8Array }[],
): ZipParts {
  const changed = new Map(parts)
  charts.forEach(({ xml, workbook }, at) => {
    const names = [`ppt/charts/chart${at + 1}.xml`, `ppt/embeddings/Microsoft_Excel_Worksheet${at + 1}.xlsx`] as const
    const missing = names.find((name) => !changed.has(name))
    if (missing !== undefined) throw new Error(`the presentation lacks ${missing}`)
    changed.set(names[0], strToU8(xml)).set(names[1], workbook)
  })
  return changed
}
