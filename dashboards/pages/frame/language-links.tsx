import { type Language, languages } from '#jurisdictions'

/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { ky: 'Кыргызча', ru: 'Русский', en: 'English' }

interface LanguageLinksProps {
  readonly language: Language
  readonly label: string
  /** The address of this page in another language. */
  readonly addressIn: (language: Language) => string
}

/** This page in each language. */
export function LanguageLinks({ language, label, addressIn }: LanguageLinksProps) {
  return (
    <nav aria-label={label}>
      {languages.map((other) => (
        <a
          key={other}
          href={addressIn(other)}
          lang={other}
          hreflang={other}
          aria-current={other === language ? 'true' : undefined}
        >
          {languageNames[other]}
        </a>
      ))}
    </nav>
  )
}
