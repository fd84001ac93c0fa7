import type { Service } from '#api'
import type { Theme } from '#jurisdictions'
import { colours } from '../charts/theme.ts'

/** How packs look: as the jurisdiction says, or plain. */
export function themeOf({ jurisdiction, catalog }: Pick<Service<'public'>, 'jurisdiction' | 'catalog'>): Theme {
  const plain = { primary: '#00586E', accent: colours.custodial }
  const organisation = catalog.jurisdiction.name
  return jurisdiction.theme ?? { colours: plain, slideFont: 'Arial', organisation, signOff: [] }
}
