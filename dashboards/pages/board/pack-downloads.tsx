import type { Service } from '#api'
import { type Language, languages } from '#jurisdictions'
import { periodLabel } from '#warehouse'
import { quartersBefore } from '../../boards/quarters.ts'
import { releaseFor } from '../../panels/release-for.ts'
import type { Translate } from '../../texts/messages.ts'
import { languageNames } from '../frame/language-links.tsx'
import { packFormats } from './pack-formats.ts'

const offered = 8

interface PackDownloadsProps {
  readonly service: Service<'public'>
  readonly edition: string
  readonly language: Language
  readonly t: Translate
}

/** The packs of the last quarters: the latest one at hand, in the language of the page first. */
export function PackDownloads({ service, edition, language, t }: PackDownloadsProps) {
  const [release, calendar] = [releaseFor(service, edition), service.catalog.jurisdiction]
  const [latest = release.through, ...earlier] = quartersBefore(release, offered, calendar)
  const inOrder = [language, ...languages.filter((other) => other !== language)]
  return (
    <section class="panel packs" aria-labelledby="packs-title">
      <h2 id="packs-title">{t('pack_title_of', { quarter: periodLabel(latest, calendar) })}</h2>
      <p class="about">{t('pack_downloads_about')}</p>
      <ul>
        {inOrder.map((one) => (
          <PackLinks key={one} quarter={latest} language={one} t={t} name={languageNames[one]} />
        ))}
      </ul>
      <details>
        <summary>{t('pack_other_quarter')}</summary>
        <ul>
          {earlier.map((quarter) => (
            <PackLinks
              key={quarter}
              quarter={quarter}
              language={language}
              t={t}
              name={periodLabel(quarter, calendar)}
            />
          ))}
        </ul>
      </details>
      <p>
        <a href={`/${language}/verify`}>{t('verify_title')}</a> ·{' '}
        <a href={`/${language}/releases`}>{t('releases_title')}</a>
      </p>
    </section>
  )
}

interface PackLinksProps extends Pick<PackDownloadsProps, 'language' | 't'> {
  readonly quarter: string
  readonly name: string
}

function PackLinks({ quarter, language, t, name }: PackLinksProps) {
  return (
    <li class="downloads">
      {name}:{' '}
      {packFormats.map((format, at) => {
        const label = format === 'zip' ? t('pack_all_in_one') : format.toUpperCase()
        return (
          <>
            {at > 0 && ' · '}
            <a href={`/v1/packs/${quarter}/${language}.${format}`} aria-label={`${label}, ${name}`}>
              {label}
            </a>
          </>
        )
      })}
    </li>
  )
}
