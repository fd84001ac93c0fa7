import type { Request } from 'express'
import { type Language, languages } from '#jurisdictions'

/**
 * The addresses of a page in each language, as a route: what begins otherwise is nowhere, for every method.
 *
 * @param rest - what follows the language, as a pattern; nothing for the first page
 */
export function inEachLanguage(rest: string): RegExp {
  return new RegExp(`^/(?<language>${languages.join('|')})${rest === '' ? '' : `/${rest}`}/?$`)
}

/** The language in the address of a page. */
export function languageOfPage({ params }: Pick<Request, 'params'>): Language {
  const language = languages.find((known) => known === params['language'])
  if (language === undefined) throw new Error('this route has no language')
  return language
}
