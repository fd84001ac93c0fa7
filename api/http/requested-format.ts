import type { Request } from 'express'
import { Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { type Format, formats, mediaTypes } from '../formats/media-types.ts'

/** The format by `format=` or, without it, by `Accept`. @throws {@link Refusal} `BAD_PARAMETER`, `NOT_ACCEPTABLE` */
export function requestedFormat(request: Request): Format {
  const asked = request.query['format']
  if (asked === undefined) return acceptedFormat(request)
  const format = formats.find((known) => known === asked)
  if (format !== undefined) return format
  throw new Refusal('BAD_PARAMETER', `There are the formats ${formats.join(', ')}.`, {
    parameter: 'format',
    allowed: formats,
  })
}

/** The language by `lang=` or, without it, by `Accept-Language`, else English. @throws {@link Refusal} `BAD_PARAMETER` */
export function requestedLanguage(request: Request): Language {
  return namedLanguage(request) ?? acceptedLanguage(request, 'en')
}

/** The language by `Accept-Language`. @param otherwise - where that names none of ours */
export function acceptedLanguage(request: Request, otherwise: Language): Language {
  // Where all are as welcome as each other, as without the header and with `*`, the first one is found.
  const offered = [otherwise, ...languages.filter((language) => language !== otherwise)]
  return offered.find((known) => known === request.acceptsLanguages(...offered)) ?? otherwise
}

/** The language by `lang=`, `undefined` without it. @throws {@link Refusal} `BAD_PARAMETER` */
export function namedLanguage({ query }: Pick<Request, 'query'>): Language | undefined {
  const asked = query['lang']
  if (asked === undefined) return undefined
  const language = languages.find((known) => known === asked)
  if (language !== undefined) return language
  throw new Refusal('BAD_PARAMETER', `There are the languages ${languages.join(', ')}.`, {
    parameter: 'lang',
    allowed: languages,
  })
}

function acceptedFormat(request: Request): Format {
  const plain = formats.map((format) => ({ format, type: mediaTypes[format].split(';')[0] ?? '' }))
  const accepted = request.accepts(...plain.map(({ type }) => type))
  const found = plain.find(({ type }) => type === accepted)
  if (found !== undefined) return found.format
  const allowed = plain.map(({ type }) => type)
  throw new Refusal('NOT_ACCEPTABLE', `The answer can be had as ${allowed.join(', ')}.`, { allowed })
}
