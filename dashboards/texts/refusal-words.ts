import type { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Dataset } from '#warehouse'
import type { Translate } from './messages.ts'
import { textsOfCodes } from './of-codes.ts'

interface Words {
  readonly t: Translate
  readonly language: Language
}

/** Which text says why a question has no answer. */
const reasons = textsOfCodes('panels')

const maxNamed = 40

/** Whether there are words of its own for a refusal. */
export function hasWords(code: string): boolean {
  return Object.hasOwn(reasons, code)
}

/** Why a question has no answer, and what could be asked instead, in the language of the page. */
export function refusalWords({ code, place }: Refusal, dataset: Dataset | undefined, { t, language }: Words): string {
  const { parameter = '', allowed = [] } = place
  const dimension = dataset?.dimensions.get(parameter)
  const codes = new Map(dimension?.codes.map((own) => [own.code, own.label[language]]))
  const nameOf = (name: string) =>
    codes.get(name) ?? dataset?.measures.get(name)?.label[language] ?? dataset?.dimensions.get(name)?.label[language]
  const names = allowed.flatMap((name) => nameOf(name) ?? [])
  const about = dimension === undefined ? [] : [`${dimension.label[language]}.`]
  const possible =
    names.length === 0 || names.length > maxNamed ? [] : [t('refused_possible', { names: names.join(', ') })]
  const [from = '', to = ''] = allowed
  const reason = hasWords(code)
    ? t(reasons[code] ?? '', { covered: String(from !== ''), from, to })
    : t('refused_other', { code })
  return [reason, ...about, ...possible].join(' ')
}
