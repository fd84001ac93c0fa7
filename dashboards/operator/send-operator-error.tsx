import type { ErrorRequestHandler } from 'express'
import { render } from 'preact-render-to-string'
import {
  acceptedLanguage,
  isForMachines,
  isForTheLog,
  type Observing,
  problemOf,
  sendProblem,
  tellWhatNext,
} from '#api'
import { languages } from '#jurisdictions'
import { errorText } from '../pages/error-page.tsx'
import { translator } from '../texts/messages.ts'
import { OperatorFrame } from './operator-frame.tsx'
import { reportStyle } from './render-run-report.tsx'

/** A browser gets a page in the language of its address; programs get a problem document. */
export function sendOperatorError({ log }: Pick<Observing, 'log'>): ErrorRequestHandler {
  const send = sendProblem({ log })
  return (error, request, response, next) => {
    const isPage = !isForMachines(request.path) && request.accepts(['json', 'html']) === 'html'
    if (!isPage || response.headersSent) return send(error, request, response, next)
    const problem = problemOf(error)
    if (isForTheLog(problem)) log.error({ err: error, path: request.path }, 'a page failed')
    const language = languages.find((known) => request.path.split('/')[1] === known) ?? acceptedLanguage(request, 'ky')
    const t = translator(language)
    const page = (
      <OperatorFrame language={language} t={t} title={t('error_title')} style={reportStyle()} synthetic={false}>
        <h1>{t('error_title')}</h1>
        <p>{errorText(problem, t)}</p>
        <p>
          <code>{problem.code}</code>
        </p>
        <p>
          <a href={`/${language}/runs`}>{t('runs_title')}</a>
        </p>
      </OperatorFrame>
    )
    tellWhatNext(response, problem)
    response
      .status(problem.status)
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(`<!doctype html>${render(page)}`)
  }
}
