import type { Language } from '#jurisdictions'

/** Where a chart lies for the choice of a page, such as `/v1/charts/growth.svg` or `/embed/prison-held`. */
export function chartAddress(path: string, search: string, language: Language): string {
  const parameters = new URLSearchParams(search)
  parameters.set('lang', language)
  return `${path}?${parameters}`
}
