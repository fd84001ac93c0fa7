import type { About, Row, Taraza } from '../../client/index.ts'
import { percent, type Words } from './words.ts'
import { completeRows, lastYear } from './years.ts'

export interface MongolianShares {
  readonly years: readonly Row[]
  readonly told: Words
  readonly about: About | undefined
}

/** The custodial share of the Mongolian extract by year; without that extract, how to get it. */
export async function mongolianShares(taraza: Taraza): Promise<MongolianShares> {
  const { code } = taraza.catalog.jurisdiction
  if (code !== 'mn') {
    const told = {
      en: `This server has figures of ${code}. Serve a home with the Mongolian extract, and open this page on that server.`,
      ru: `На этом сервере данные ${code}. Запустите сервер с монгольскими данными и откройте эту страницу на нём.`,
    }
    return { years: [], told, about: undefined }
  }
  const answer = await taraza.query('sentences', { measure: ['custodial_share'], by: ['year'], interval: 95 })
  const [years, year] = [completeRows(answer), lastYear(answer)]
  const share = percent(Number(years.find((row) => row['year'] === year)?.['custodial_share']))
  return {
    years,
    told: {
      en: `In ${year}, ${share} of the persons sentenced went to custody.`,
      ru: `В ${year} году к лишению свободы приговорены ${share} осуждённых.`,
    },
    about: answer.about,
  }
}
