import type { Language } from '#jurisdictions'
import type { Translate } from '../../texts/messages.ts'
import { Choice } from './choice.tsx'
import type { Site } from './layout.tsx'

interface LevelChoiceProps {
  /** The address of the page. */
  readonly action: string
  /** The choice of the page, which the other level keeps. */
  readonly search: string
  readonly language: Language
  readonly site: Site
  readonly t: Translate
  /** The key of the text that says what can be seen. */
  readonly about?: string
}

/** For analysts and officers who have signed in: the same page with figures of another level. Nothing where nobody can sign in. */
export function LevelChoice({ action, search, language, site, t, about = 'level_about' }: LevelChoiceProps) {
  if (site.hasSignIn !== true && site.restricted === undefined) return null
  const { level = 'public', purpose = '' } = site.restricted ?? {}
  const others = [...new URLSearchParams(search)].filter(([name]) => name !== 'level')
  const options = ['public', 'analyst', 'officer'].map((one) => ({ name: one, label: t(`level_${one}`) }))
  return (
    <details class="levels">
      <summary>{t('level_choice')}</summary>
      <p>
        {t(about)} <a href="/sign-in">{t('sign_in')}</a> <a href={`/${language}/session`}>{t('session')}</a>
      </p>
      {purpose !== '' && (
        <p>
          {t('purpose')}: {purpose}
        </p>
      )}
      <form class="filters" method="get" action={action} aria-label={t('level_choice')}>
        {others.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <Choice label={t('level')} name="level" options={options} chosen={level} />
        <button type="submit">{t('apply')}</button>
      </form>
    </details>
  )
}
