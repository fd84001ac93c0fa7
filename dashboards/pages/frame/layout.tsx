import type { ComponentChildren } from 'preact'
import type { Language, Text } from '#jurisdictions'
import type { AccessLevel, Preparation } from '#warehouse'
import type { Translate } from '../../texts/messages.ts'
import { DocumentHead } from './document-head.tsx'
import { LanguageLinks } from './language-links.tsx'

/** What every page of a server shares. */
export interface Site {
  readonly style: string
  readonly script: string
  /** The pages that are offered, by their place in the address after the language; the overview has none. */
  readonly pages: readonly { readonly path: string; readonly label: Text }[]
  /** How far a sample home is with figures of its own, while it shows those that came with the program. */
  readonly preparation?: () => Preparation | undefined
  /** Whether analysts and officers can sign in on this server. */
  readonly hasSignIn?: boolean
  /** On pages that are not for publication: the level, and why it was asked for. */
  readonly restricted?: { readonly level: AccessLevel; readonly purpose: string } | undefined
}

export interface LayoutProps {
  readonly language: Language
  readonly t: Translate
  readonly title: string
  /** The page after the language in its address; the overview has none. `null` for what stands beside the pages. */
  readonly page?: string | null
  /** The state of the page, kept when the language changes: `?region=…` or empty. */
  readonly search: string
  readonly site: Site
  readonly synthetic: boolean
  readonly children: ComponentChildren
}

/** Pages with figures of every level keep the level from one to the next. */
function levelParameter(path: string, { restricted }: Site): string {
  const hasLevels = path.startsWith('d/') || path === 'explore'
  return restricted === undefined || !hasLevels ? '' : `?level=${restricted.level}`
}

/** In forms: the level of the page goes on with what is chosen. */
export function LevelKept({ site: { restricted } }: { readonly site: Site }) {
  if (restricted === undefined) return null
  return <input type="hidden" name="level" value={restricted.level} />
}

/** That the figures came with the program, and how far this installation is with its own. */
function Preparing({ preparation, t }: { readonly preparation: Preparation | undefined; readonly t: Translate }) {
  if (preparation === undefined) return null
  const { done, secondsLeft } = preparation
  const left = secondsLeft === null ? '' : t('preparing_left', { minutes: Math.ceil(secondsLeft / 60) })
  return (
    <p class="preparing" role="status">
      {t('preparing')} <progress max={1} value={done} aria-label={t('preparing_done')} />{' '}
      {t('preparing_share', { percent: Math.floor(done * 100) })} {left}
    </p>
  )
}

/** The frame of every page: banners, languages, and where the figures come from is up to the page. */
export function Layout(props: LayoutProps) {
  const { language, t, title, page = '', search, site, children } = props
  return (
    <html lang={language}>
      <DocumentHead title={`${title} · ${t('product')}`}>
        <link rel="stylesheet" href={site.style} />
        <script type="module" src={site.script} />
      </DocumentHead>
      <body>
        <a class="skip" href="#content">
          {t('skip')}
        </a>
        <PageHeader {...props} />
        <Banner {...props} />
        <main id="content">{children}</main>
        <footer>
          <p class="tools">
            <a href={`/${language}/${page ?? ''}${search}`} data-share data-shared={t('copied')}>
              {t('link')}
            </a>{' '}
            <button type="button" data-print hidden>
              {t('print')}
            </button>
          </p>
          <p>
            {t('translation_note')} <a href="/docs/">{t('documents')}</a>
          </p>
        </footer>
      </body>
    </html>
  )
}

function PageHeader({ language, t, page = '', search, site }: LayoutProps) {
  return (
    <header>
      <a class="brand" href={`/${language}/`}>
        <strong>{t('product')}</strong> <span>{t('tagline')}</span>
      </a>
      <nav aria-label={t('navigation')}>
        {site.pages.map(({ path, label }) => (
          <a
            key={path}
            href={`/${language}/${path}${levelParameter(path, site)}`}
            aria-current={path === page ? 'page' : undefined}
          >
            {label[language]}
          </a>
        ))}
      </nav>
      <LanguageLinks
        language={language}
        label={t('language')}
        addressIn={(other) => `/${other}/${page ?? ''}${search}`}
      />
    </header>
  )
}

/** What has to be known of all figures before any of them: how they are protected, or that they are not for publication. */
function Banner({ language, t, site, synthetic }: LayoutProps) {
  return (
    <aside class="banner" aria-label={t('how_protected')}>
      {site.restricted === undefined ? (
        <p>
          {t('protected_note')} <a href={`/${language}/methods`}>{t('how_protected')}</a>
        </p>
      ) : (
        <p class="restricted">{t('not_for_publication', { level: t(`level_${site.restricted.level}`) })}</p>
      )}
      {synthetic && <p class="synthetic">{t('synthetic')}</p>}
      <Preparing preparation={site.preparation?.()} t={t} />
    </aside>
  )
}
