import { strFromU8, strToU8 } from 'fflate'
import { packZip, unpackZip, type ZipParts } from '#foundation'

const dates = /(<dcterms:(?:created|modified)[^<>]*>)[^<]*(<)/g
/** Points without a value: they are gaps and no texts of length zero. */
const emptyPoints = /<c:pt idx="\d+"><c:v><\/c:v><\/c:pt>/g

/** An office file without the time at which it was written, in it and in the workbooks inside, dated as its release. */
export function undated(bytes: Uint8Array, publishedAt: string): ZipParts {
  const day = `$1${publishedAt.slice(0, 19)}Z$2`
  const parts = [...unpackZip(bytes)].map(([name, part]): [string, Uint8Array] => {
    if (name.endsWith('.xlsx')) return [name, packZip(undated(part, publishedAt))]
    if (name === 'docProps/core.xml') return [name, strToU8(strFromU8(part).replaceAll(dates, day))]
    if (/charts\/chart\d+\.xml$/.test(name)) return [name, strToU8(strFromU8(part).replaceAll(emptyPoints, ''))]
    return [name, part]
  })
  return new Map(parts)
}

const chartNumber = /(charts\/(?:_rels\/)?chart|Microsoft_Excel_Worksheet)(\d+)(\.)/g

/** Counts the charts of a presentation from one: the library that writes them counts on from one presentation to the next. */
export function withChartsFromOne(parts: ZipParts): ZipParts {
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
