import type { Service } from '#api'
import type { Theme } from '#jurisdictions'

/** How packs look: as the jurisdiction says, or plain. */
export function themeOf({ jurisdiction, catalog }: Pick<Service<'public'>, 'jurisdiction' | 'catalog'>): Theme {
  const plain = { primary: '#00586E', accent: '#A23B00' }
  const organisation = catalog.jurisdiction.name
  return jurisdiction.theme ?? { colours: plain, slideFont: 'Arial', organisation, signOff: [] }
}
