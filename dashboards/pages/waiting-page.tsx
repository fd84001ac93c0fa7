import { type Language, languages } from '#jurisdictions'
import type { Translate } from '../texts/messages.ts'
import { DocumentHead } from './frame/document-head.tsx'
import { LanguageLinks } from './frame/language-links.tsx'

interface WaitingPageProps {
  readonly language: Language
  readonly t: Translate
  /** The path that was asked for: where figures will be in each language. */
  readonly path: string
  readonly style: string
}

/** The same place in another language; what has no language leads to its first page. */
function addressIn(path: string, language: Language): string {
  const [, first, ...rest] = path.split('/')
  return languages.some((known) => known === first) ? `/${[language, ...rest].join('/')}` : `/${language}/`
}

/** What stands at each address until there are figures. It is true of any country: which one it will be need not be known. */
export function WaitingPage({ language, t, path, style }: WaitingPageProps) {
  return (
    <html lang={language}>
      <DocumentHead title={`${t('waiting_title')} · ${t('product')}`}>
        <link rel="stylesheet" href={style} />
      </DocumentHead>
      <body>
        <header>
          <a class="brand" href={`/${language}/`}>
            <strong>{t('product')}</strong> <span>{t('tagline')}</span>
          </a>
          <LanguageLinks language={language} label={t('language')} addressIn={(other) => addressIn(path, other)} />
        </header>
        <main id="content">
          <h1>{t('waiting_title')}</h1>
          <p class="lead">{t('waiting_about')}</p>
          <p>
            {t('waiting_meanwhile')} <a href="/docs/">{t('documents')}</a>.
          </p>
          <p class="notice">{t('waiting_operator', { address: '/health/ready' })}</p>
        </main>
      </body>
    </html>
  )
}
