import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { render } from 'preact-render-to-string'
import {
  auditedLineage,
  type FoundLineage,
  inEachLanguage,
  type LineageSearch,
  languageOfPage,
  principalOf,
  problemOf,
  refusePurposeIn,
  type Service,
  servedDimensions,
  takes,
} from '#api'
import { Refusal } from '#foundation'
import { type Language, registerLabel } from '#jurisdictions'
import { datasetNamed, wrongParameter } from '#warehouse'
import { isStateOfPanel } from '../panels/refusal-only.ts'
import { figuresFor } from '../texts/figures.ts'
import { translator } from '../texts/messages.ts'
import { LineagePage, type LineagePageProps } from './lineage-page.tsx'
import { type LineageRequest, lineageSearch, readLineageRequest } from './lineage-request.ts'
import { reportStyle } from './render-run-report.tsx'

/** Looks up the deliveries behind figures, in a process of its own. */
export type FindLineage = (search: LineageSearch) => Promise<FoundLineage>

type Restricted = Service<'analyst' | 'officer'>

/**
 * `/{language}/lineage`: from exact figures to the deliveries behind them, for officers and stewards. An officer says why with each
 * question, in a form that is sent: a purpose in an address would be that of whoever wrote the link.
 */
export function lineageRoutes(service: Restricted, find: FindLineage): Router {
  const router = Router({ caseSensitive: true })
  const address = inEachLanguage('lineage')
  router.get(address, async (request, response) => {
    refusePurposeIn(request.query)
    await answer(readLineageRequest(request.query, service.catalog), { request, response, service, find })
  })
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.post(address, takes(), requireOwnForm, form, async (request, response) => {
    const { purpose = '', ...fields } = request.body as Request['query']
    const asked = readLineageRequest(fields, service.catalog)
    if (typeof purpose !== 'string') throw wrongParameter('REPEATED_PARAMETER', 'purpose', { wanted: { is: 'once' } })
    await answer(asked, { request, response, service, find, purpose })
  })
  return router
}

interface Answering {
  readonly request: Request
  readonly response: Response
  readonly service: Restricted
  readonly find: FindLineage
  /** What the form says. */
  readonly purpose?: string
}

async function answer(asked: LineageRequest, { request, response, service, find, purpose }: Answering): Promise<void> {
  const known = principalOf(response)
  const asker = purpose === undefined ? known : known && { ...known, purpose }
  const needsPurpose = asker?.role === 'officer'
  // Until an officer has said why, the page only asks.
  const isReady = asked.isAsked && !(needsPurpose && asker.purpose === undefined)
  const page = pageOf(asked, languageOfPage(request), service, { needsPurpose, purpose })
  try {
    const found = isReady
      ? await auditedLineage(lineageSearch(asked, service.catalog), asker, service, find)
      : undefined
    response.type('html').send(written({ ...page, found }))
  } catch (error) {
    if (!isStateOfPanel(error) || problemOf(error).status === 403) throw error
    response
      .status(problemOf(error).status)
      .type('html')
      .send(written({ ...page, refused: error }))
  }
}

function pageOf(
  asked: LineageRequest,
  language: Language,
  service: Restricted,
  { needsPurpose, purpose }: Pick<LineagePageProps, 'needsPurpose' | 'purpose'>,
): LineagePageProps {
  const { catalog, jurisdiction } = service
  const { edition } = service.pin('officer')
  const dataset = datasetNamed(asked.choice.dataset, catalog)
  return {
    ...{ request: asked, catalog, dataset, dimensions: servedDimensions(dataset, edition), language },
    ...{ t: translator(language), figures: figuresFor(language), style: reportStyle(), synthetic: edition.synthetic },
    ...{ needsPurpose, purpose, mayReadRuns: !needsPurpose },
    registerLabel: (register) => registerLabel(register, language, jurisdiction),
    addressIn: (other) => `/${other}/lineage?${searchOf(asked)}`,
  }
}

/** The question as an address without its purpose: what was sent by a form is asked anew in another language. */
function searchOf({ choice, withRows, isAsked }: LineageRequest): URLSearchParams {
  const { dataset, measure, by, filters, from, to } = choice
  const fields = { by: by.join(','), ...filters, from, to, rows: withRows ? 'yes' : undefined }
  const chosen = Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  return new URLSearchParams({ dataset, ...(isAsked ? { measure } : {}), ...Object.fromEntries(chosen) })
}

function written(page: LineagePageProps): string {
  return `<!doctype html>${render(<LineagePage {...page} />)}`
}

/** A form of another site would ask in the name of whoever reads it. @throws {@link Refusal} `FORM_NOT_YOURS` (403) */
const requireOwnForm: RequestHandler = (request, _response, next) => {
  const origin = request.get('origin')
  const isOwn = URL.canParse(origin ?? '') && new URL(origin ?? '').host === request.get('host')
  if (!isOwn && request.get('sec-fetch-site') !== 'same-origin')
    throw new Refusal(
      'FORM_NOT_YOURS',
      'This form is of another page. Open the page "lineage" and send its own form.',
      {
        parameter: 'form',
      },
    )
  next()
}
