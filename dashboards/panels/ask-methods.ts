import { findingsOf, type MethodFindings, methodNamed, readMethodQuestion, type Service } from '#api'
import type { Answer } from '#warehouse'
import type { RunQuery } from './run-query.ts'

/** Asks a method over a dataset, with the parameters of the method and of its question together. */
export type AskMethod = (
  method: string,
  dataset: string,
  parameters: Readonly<Record<string, string>>,
) => Promise<{ readonly answer: Answer; readonly findings: MethodFindings }>

/** A way to ask methods for one page: what several panels ask is found once. */
export function askingMethods({ catalog }: Service<'public'>, ask: RunQuery, signal: AbortSignal): AskMethod {
  const found = new Map<string, ReturnType<AskMethod>>()
  return async (name, dataset, parameters) => {
    const asked = readMethodQuestion(methodNamed(name), dataset, parameters, catalog)
    const key = JSON.stringify([name, asked.question, asked.options])
    const findings = found.get(key) ?? findingsOf(asked, catalog, ask, signal)
    found.set(key, findings)
    return await findings
  }
}
