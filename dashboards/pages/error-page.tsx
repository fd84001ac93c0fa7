import type { Problem } from '#api'
import { nearestName } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Translate } from '../texts/messages.ts'
import { textsOfCodes } from '../texts/of-codes.ts'
import { Layout, type LayoutProps } from './frame/layout.tsx'

/** Which text explains which refusal. */
const texts = textsOfCodes('pages')

/** What is mended on the page of the session. */
const aboutSession = ['SIGN_IN_NEEDED', 'PURPOSE_NEEDED', 'PURPOSE_IN_ADDRESS', 'FORM_NOT_YOURS']

interface ErrorPageProps {
  readonly problem: Problem
  readonly language: Language
  readonly t: Translate
  readonly site: LayoutProps['site']
}

const longestName = 60

/** Which parameter is wrong, and which one was probably meant. */
function wordsOf({ parameter = '', allowed = [] }: Problem) {
  const nearest = nearestName(parameter, allowed)
  return {
    parameter: parameter.slice(0, longestName),
    nearest: nearest ?? '',
    isNear: nearest === undefined ? 'no' : 'yes',
  }
}

/** What is wrong, and what to do, in the language of the reader. */
export function errorText(problem: Problem, t: Translate): string {
  return t(texts[problem.code] ?? (problem.status < 500 ? 'error_request' : 'error_internal'), wordsOf(problem))
}

export function ErrorPage({ problem, language, t, site }: ErrorPageProps) {
  return (
    <Layout language={language} t={t} title={t('error_title')} search="" site={site} synthetic={false}>
      <h1>{t('error_title')}</h1>
      <p>{errorText(problem, t)}</p>
      {aboutSession.includes(problem.code) && (
        <p>
          <a href={`/${language}/session`}>{t('session')}</a>
        </p>
      )}
      <p>
        <a href={`/${language}/`}>{t('back')}</a>
      </p>
    </Layout>
  )
}
