import type { Request, Response } from 'express'
import { z } from 'zod'
import {
  type AccessLevel,
  type Catalog,
  datasetNamed,
  type Parameters,
  parametersSchema,
  parseQuestion,
  type Question,
} from '#warehouse'
import { principalOf } from '../access/identify.ts'
import { requestedPolicy } from '../access/requested-level.ts'
import type { RequestKind } from '../costs/kinds.ts'
import { encodeInWorker } from '../encode/encode-in-worker.ts'
import { answerSchema } from '../formats/answer-schema.ts'
import { type Format, fileEndings, formats, mediaTypes } from '../formats/media-types.ts'
import { requestedFormat, requestedLanguage } from '../http/requested-format.ts'
import type { Operation } from '../operations/operation.ts'
import { datasetParameter, languageParameter, levelParameter, purposeHeaders } from '../operations/parameters.ts'
import { sendCached } from '../operations/send-cached.ts'
import type { Service } from '../service/service.ts'

/** Parameters that say how to answer, and are not part of the question. */
const presentation = {
  level: levelParameter,
  format: z.enum(formats).optional().meta({ description: 'or by Accept' }),
  lang: languageParameter,
}

/** Questions of the grammar. Which filters there are depends on the dataset, so the question is checked as a whole. */
export function dataOperation<L extends AccessLevel>(catalog: Catalog): Operation<L> {
  return {
    id: 'askQuestion',
    path: '/v1/data/{dataset}',
    summary: 'Ask a question',
    description:
      'Every dimension of the dataset is a filter too, such as region=KG-GB,KG-C. Columns of a measure: the value; _lower and _upper with an interval; _n, of how many; _before and _change with a comparison.',
    parameters: {
      path: z.object({ dataset: datasetParameter(catalog) }),
      query: z.looseObject({ ...parametersSchema.shape, ...presentation }),
      header: purposeHeaders,
    },
    types: formats.map((format) => mediaTypes[format]),
    schema: answerSchema,
    examples: [
      '/v1/data/sentences?measure=persons&by=year,sanction_class&base=2020&interval=95',
      '/v1/data/custody_stock?measure=unsentenced_share&by=year,sex&format=jsonstat',
      '/v1/data/handoff?measure=registered_share&by=region&from=2024&to=2024&format=csv',
    ],
    handle: (request, response, service) => sendData(request, response, service),
  }
}

async function sendData<L extends AccessLevel>(
  request: Request,
  response: Response,
  service: Service<L>,
): Promise<void> {
  const [format, language] = [requestedFormat(request), requestedLanguage(request)]
  const policy = requestedPolicy(request.query['level'], service.levels)
  const dataset = datasetNamed(String(request.params['dataset']), service.catalog)
  const question = parseQuestion(questionOf(request.query as Parameters), dataset)
  const version = service.pin(policy.level, { asOf: question.asOf, asker: principalOf(response) })
  const { id, key } = version.edition
  const ending = fileEndings[format]
  await sendCached(request, response, service, {
    level: policy.level,
    kind: kindOf(question, format),
    edition: key,
    about: { question, format, language },
    type: mediaTypes[format],
    file: ending && `${dataset.name}_${question.by.join('-') || 'total'}_${id}_${language}.${ending}`,
    make: async (signal) => {
      const answer = await version.ask(question, signal)
      return await encodeInWorker(answer, service.catalog, format, language, signal)
    },
  })
}

/** Answers in full detail, and files that are written for each cell, cost many times what others do. */
function kindOf({ detail }: Question, format: Format): RequestKind {
  if (format === 'xlsx') return 'workbook'
  return detail === 'full' || format === 'parquet' ? 'table' : 'question'
}

function questionOf(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !Object.hasOwn(presentation, name)))
}
