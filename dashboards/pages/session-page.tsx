import type { SessionView } from '#api'
import type { Language } from '#jurisdictions'
import type { Translate } from '../texts/messages.ts'
import { Layout, type Site } from './frame/layout.tsx'

interface SessionPageProps {
  /** Of whoever is signed in. */
  readonly session: SessionView | undefined
  readonly language: Language
  readonly t: Translate
  readonly site: Site
}

/** Who is signed in, until when and why, with the forms that change it. */
export function SessionPage({ session, language, t, site }: SessionPageProps) {
  return (
    <Layout language={language} t={t} title={t('session')} page="session" search="" site={site} synthetic={false}>
      <h1>{t('session')}</h1>
      {session === undefined ? <SignedOut t={t} /> : <SignedIn session={session} language={language} t={t} />}
    </Layout>
  )
}

function SignedOut({ t }: Pick<SessionPageProps, 't'>) {
  return (
    <p>
      {t('session_none')} <a href="/sign-in">{t('sign_in')}</a>
    </p>
  )
}

interface SignedInProps extends Pick<SessionPageProps, 'language' | 't'> {
  readonly session: SessionView
}

function SignedIn({ session: { who, role, until, checks, purpose = '', form }, language, t }: SignedInProps) {
  const end = `${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return (
    <>
      <p>
        <bdi>{who}</bdi> · {t(`role_${role}`)}
      </p>
      <p>
        {t('session_until', { end })} {t(`session_checks_${checks}`)}
      </p>
      <form class="filters" method="post" action="/sign-in/purpose">
        <input type="hidden" name="form" value={form} />
        <input type="hidden" name="lang" value={language} />
        <label>
          {t('purpose')}
          <input type="text" name="purpose" value={purpose} minLength={8} maxLength={300} required />
        </label>
        <button type="submit">{t('session_save')}</button>
      </form>
      <p>{t('session_purpose_about')}</p>
      <form class="filters" method="post" action="/sign-out">
        <input type="hidden" name="form" value={form} />
        <button type="submit">{t('sign_out')}</button>
      </form>
    </>
  )
}
