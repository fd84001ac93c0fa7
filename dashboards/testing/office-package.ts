import { strFromU8 } from 'fflate'
import type { ZipParts } from '#foundation'

const types = '[Content_Types].xml'

/** What would make an office program offer to repair a file: an empty list for a sound one. */
export function officeFaults(parts: ZipParts): readonly string[] {
  const text = (name: string) => strFromU8(parts.get(name) ?? new Uint8Array())
  const names = [...parts.keys()]
  const xml = names.filter((name) => /\.(xml|rels)$/.test(name))
  return [
    ...typeFaults(text(types), names),
    ...names.filter((name) => name.endsWith('.rels')).flatMap((name) => relationFaults(name, text(name), text, parts)),
    ...xml.flatMap((name) => nestingFault(text(name)).map((fault) => `${name}: ${fault}`)),
    ...names.filter((name) => /charts\/chart\d+\.xml$/.test(name)).flatMap((name) => axisFaults(name, text(name))),
    ...names.filter((name) => /slides\/slide\d+\.xml$/.test(name)).flatMap((name) => slideFaults(name, text(name))),
    ...orderFaults(text('ppt/presentation.xml')),
  ]
}

function typeFaults(xml: string, names: readonly string[]): readonly string[] {
  const overrides = all(xml, /<Override [^>]*PartName="\/([^"]+)"/g)
  const endings = all(xml, /<Default [^>]*Extension="([^"]+)"/g)
  const untyped = names.filter(
    (name) => name !== types && !overrides.includes(name) && !endings.includes(name.split('.').at(-1) ?? ''),
  )
  return [
    ...overrides.filter((name) => !names.includes(name)).map((name) => `a type without its part ${name}`),
    ...untyped.map((name) => `a part without a type: ${name}`),
    ...repeated(overrides).map((name) => `two types for ${name}`),
    ...(xml.includes('image/jpg') ? ['image/jpg is no media type'] : []),
  ]
}

function relationFaults(name: string, xml: string, text: (name: string) => string, parts: ZipParts) {
  const owner = name.replace('_rels/', '').replace(/\.rels$/, '')
  const folder = owner.split('/').slice(0, -1)
  const inside = [...xml.matchAll(/<Relationship [^>]*>/g)].filter(([one]) => !one.includes('TargetMode="External"'))
  const targets = inside.map(([one]) => resolved(folder, /Target="([^"]+)"/.exec(one)?.[1] ?? ''))
  const ids = all(xml, /<Relationship [^>]*Id="([^"]+)"/g)
  const used = all(text(owner), / r:(?:id|embed|link)="([^"]+)"/g)
  return [
    ...targets.filter((target) => !parts.has(target)).map((target) => `${name} leads to ${target}, which is not there`),
    ...used.filter((id) => !ids.includes(id)).map((id) => `${owner} uses ${id}, which leads nowhere`),
    ...repeated(ids).map((id) => `${name} has ${id} twice`),
  ]
}

function resolved(folder: readonly string[], target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const path = [...folder]
  for (const part of target.split('/'))
    if (part === '..') path.pop()
    else if (part !== '.') path.push(part)
  return path.join('/')
}

function axisFaults(name: string, xml: string): readonly string[] {
  const declared = all(xml, /<c:(?:cat|val|date|ser)Ax>\s*<c:axId val="(\d+)"/g)
  const [plot = ''] = /<c:(line|bar)Chart>.*<\/c:\1Chart>/s.exec(xml) ?? []
  const used = all(plot, /<c:axId val="(\d+)"/g)
  const crossed = all(xml, /<c:crossAx val="(\d+)"/g)
  return [
    ...(used.length === 2 ? [] : [`${name} uses ${used.length} axes`]),
    ...[...used, ...crossed].filter((id) => !declared.includes(id)).map((id) => `${name} has no axis ${id}`),
    ...(/<c:lineChart>.*<c:invertIfNegative/s.test(xml) ? [`${name} inverts lines`] : []),
  ]
}

function slideFaults(name: string, xml: string): readonly string[] {
  const ids = all(xml, /<p:cNvPr id="(\d+)"/g)
  return [
    ...repeated(ids).map((id) => `${name} has two shapes ${id}`),
    ...(/<p:bgPr><a:solidFill>(?:(?!<\/p:bgPr>).)*<\/a:solidFill><\/p:bgPr>/s.test(xml)
      ? [`${name} has a background without effects`]
      : []),
  ]
}

/** In the order that the schema asks for: masters of slides, masters of notes, slides. */
function orderFaults(xml: string): readonly string[] {
  const order = ['sldMasterIdLst', 'notesMasterIdLst', 'sldIdLst', 'sldSz', 'notesSz']
  const places = order.map((name) => xml.indexOf(`<p:${name}`)).filter((place) => place >= 0)
  const isSorted = places.every((place, at) => at === 0 || place > (places[at - 1] ?? 0))
  return isSorted ? [] : ['the lists of the presentation are out of order']
}

/** Elements that are not closed in the order in which they were opened. */
function nestingFault(xml: string): readonly string[] {
  const open: string[] = []
  for (const [, closing, name = '', empty] of xml.matchAll(/<(\/?)([a-zA-Z][\w:.-]*)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (closing === '/') {
      if (open.pop() !== name) return [`${name} is closed and was not open`]
    } else if (empty !== '/') open.push(name)
  }
  return open.map((name) => `${name} is not closed`)
}

function all(xml: string, pattern: RegExp): readonly string[] {
  return [...xml.matchAll(pattern)].map(([, found = '']) => found)
}

function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, at) => names.indexOf(name) !== at)
}
