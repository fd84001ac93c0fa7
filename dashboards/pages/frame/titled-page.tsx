import type { Service } from '#api'
import type { Language } from '#jurisdictions'
import type { Edition, ReleaseManifest } from '#warehouse'
import type { FigureWriter } from '../../texts/figures.ts'
import type { Translate } from '../../texts/messages.ts'
import { Layout, type LayoutProps, type Site } from './layout.tsx'

/** What a page about a release is drawn from. */
export interface ReleasePage {
  readonly service: Service<'public'>
  readonly edition: Edition
  readonly release: ReleaseManifest
  readonly language: Language
  readonly t: Translate
  readonly figures: FigureWriter
  readonly site: Site
}

interface TitledPageProps extends Pick<LayoutProps, 'language' | 't' | 'site' | 'synthetic' | 'children'> {
  /** Its place in the address; its title and what stands first on it are texts of this name. */
  readonly name: string
  readonly search?: string
}

/** A page that is no board, in the frame of all pages. */
export function TitledPage({ name, search = '', children, ...frame }: TitledPageProps) {
  const { t } = frame
  return (
    <Layout {...frame} title={t(`${name}_title`)} page={name} search={search}>
      <h1>{t(`${name}_title`)}</h1>
      {t.has(`${name}_about`) && <p class="lead">{t(`${name}_about`)}</p>}
      {children}
    </Layout>
  )
}
