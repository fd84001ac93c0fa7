import type { ComponentChildren } from 'preact'
import type { Language } from '#jurisdictions'
import { DocumentHead } from '../pages/frame/document-head.tsx'
import { LanguageLinks } from '../pages/frame/language-links.tsx'
import type { Translate } from '../texts/messages.ts'

export interface OperatorFrameProps {
  readonly language: Language
  readonly t: Translate
  readonly title: string
  /** What the page belongs to, by default the nightly runs. */
  readonly section?: string
  /** The style sheet itself: a report is kept and sent as one file. */
  readonly style: string
  /** The address of this page in another language, or none for a page in a file. */
  readonly addressIn?: (language: Language) => string
  readonly synthetic: boolean
  readonly children: ComponentChildren
}

/** The frame of the pages for stewards and operators: exact counts, never on the public listener. */
export function OperatorFrame(frame: OperatorFrameProps) {
  const { language, t, title, section = t('runs_title'), style, addressIn, synthetic, children } = frame
  return (
    <html lang={language}>
      <DocumentHead title={`${title} · ${t('product')}`}>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </DocumentHead>
      <body class="operator">
        <header>
          <span class="brand">
            <strong>{t('product')}</strong> <span>{section}</span>
          </span>
          {addressIn !== undefined && <LanguageLinks language={language} label={t('language')} addressIn={addressIn} />}
        </header>
        <aside class="banner" aria-label={t('run_exact')}>
          <p>{t('run_exact')}</p>
          {synthetic && <p class="synthetic">{t('synthetic')}</p>}
        </aside>
        <main id="content">{children}</main>
      </body>
    </html>
  )
}
