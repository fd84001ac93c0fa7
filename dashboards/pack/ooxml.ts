import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate'

/** A moment for everything that would else say when it was written: equal contents are equal bytes. */
export const noTime = new Date(1980, 0, 1)

export type Parts = ReadonlyMap<string, Uint8Array>

/** Parts of a zip file by name. @throws Error for what is no zip file */
export function unpack(bytes: Uint8Array): Parts {
  const files = Object.entries(unzipSync(bytes)).filter(([name]) => !name.endsWith('/'))
  return new Map(files)
}

/** Packs parts in the order of their names, without times. What is packed already is stored as it is. */
export function pack(parts: Parts): Buffer {
  const sorted = [...parts].sort(([one], [other]) => (one < other ? -1 : 1))
  const entries = sorted.map(([name, bytes]): [string, Zippable[string]] => [
    name,
    [bytes, { mtime: noTime, level: /\.(png|xlsx|pptx|pdf)$/.test(name) ? 0 : 6 }],
  ])
  return Buffer.from(zipSync(Object.fromEntries(entries)))
}

const dates = /(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)/g
/** Points without a value: they are gaps and no texts of length zero. */
const emptyPoints = /<c:pt idx="\d+"><c:v><\/c:v><\/c:pt>/g

/** An office file without the time at which it was written, in it and in the workbooks inside, dated as its release. */
export function undated(bytes: Uint8Array, publishedAt: string): Parts {
  const day = `$1${publishedAt.slice(0, 19)}Z$2`
  const parts = [...unpack(bytes)].map(([name, part]): [string, Uint8Array] => {
    if (name.endsWith('.xlsx')) return [name, pack(undated(part, publishedAt))]
    if (name === 'docProps/core.xml') return [name, strToU8(strFromU8(part).replaceAll(dates, day))]
    if (/charts\/chart\d+\.xml$/.test(name)) return [name, strToU8(strFromU8(part).replaceAll(emptyPoints, ''))]
    return [name, part]
  })
  return new Map(parts)
}

const chartNumber = /(charts\/(?:_rels\/)?chart|Microsoft_Excel_Worksheet)(\d+)(\.)/g

/** Counts the charts of a presentation from one: the library that writes them counts on from one presentation to the next. */
export function withChartsFromOne(parts: Parts): Parts {
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
