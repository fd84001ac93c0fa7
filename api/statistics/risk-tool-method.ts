import { datasetNamed } from '#warehouse'
import {
  asksForOne,
  type CompleteRow,
  completeRows,
  type Method,
  notForMethod,
  protectionError,
  usualLevel,
} from './method.ts'
import { findingsOfGroup, findingsOn, type ScoredLevel } from './risk-tool-findings.ts'

const failures = ['revoked_technical', 'revoked_new_offence']
/** Ended in a way that says nothing about the tool. */
const leftOut = ['died', 'UNK', 'transferred']

/** Groups whose errors can be compared. */
const groupings = ['sex', 'broad_age']

/** How well levels of risk tell supervision that is revoked from supervision that is not. */
export const riskToolMethod: Method = {
  name: 'risk-tool',
  label: { ky: 'Тобокелдик куралын текшерүү', ru: 'Проверка инструмента риска', en: 'Validation of the risk tool' },
  definition: {
    en: 'How well the level assessed before tells supervision that was revoked from supervision that was not: the area under the curve (0.5 is a coin), the revoked share of each level, and errors when a level and all above are called high. A tool whose predictive value is the same for two groups with different base rates cannot have the same error rates in both: by sex or broad age, which analysts and officers may ask for and which is not published, each group has beside its false alarms those that its base rate would bring with the predictive value and the misses of all.',
    ru: 'Насколько ранее оценённый уровень отличает отменённый надзор от неотменённого: площадь под кривой (0,5 — монета), доля отмен на каждом уровне и ошибки, если уровень и всё выше называть высоким. Инструмент с равной прогностической ценностью в группах с разной базовой долей не может иметь в них равные ошибки: по полу или укрупнённому возрасту (для аналитиков и уполномоченных; не публикуется) рядом с ложными тревогами группы стоят те, которые её базовая доля дала бы при прогностической ценности и пропусках всех лиц.',
    ky: 'Мурда бааланган деңгээл жокко чыгарылган көзөмөлдү башкалардан канчалык айырмалайт: ийри сызык астындагы аянт (0,5 — тыйын ыргытуу), ар бир деңгээлдеги жокко чыгаруу үлүшү жана деңгээл менен андан жогорусу жогору деп аталгандагы каталар. Базалык үлүшү ар башка топтордо болжолдоо баалуулугу бирдей курал бирдей катага ээ боло албайт: жынысы же ири жаш тобу боюнча (аналитиктер жана ыйгарым укуктуулар үчүн; жарыяланбайт) топтун жалган коңгуроолорунун жанында бардык адамдардын болжолдоо баалуулугу жана өткөрүп жиберүүлөрү менен анын базалык үлүшү бере турган саны турат.',
  },
  needs:
    'dataset=followup, measure=ended_by_level and by=level,outcome, at restricted levels also with sex or broad_age',
  prepare(question, catalog) {
    const others = question.by.filter((name) => name !== 'level' && name !== 'outcome')
    const isRight = question.by.length === others.length + 2 && others.length <= 1
    const isKnown = others.every((name) => groupings.includes(name))
    if (!isRight || !isKnown || !asksForOne('count', question, catalog)) throw notForMethod(riskToolMethod)
    return { ...question, detail: 'full' }
  },
  run({ answer, catalog }) {
    const { dataset, measures, by, interval: level = usualLevel } = answer.question
    const certainty = { level, error: protectionError(answer) }
    const { dimensions } = datasetNamed(dataset, catalog)
    const codesOf = (name: string) =>
      (dimensions.get(name)?.codes ?? []).map(({ code }) => code).filter((code) => code !== 'UNK')
    const rows = completeRows(answer, catalog).filter(({ group }) => !leftOut.includes(group['outcome'] ?? ''))
    const levels = codesOf('level')
    const count = (own: readonly CompleteRow[]) =>
      own.reduce((sum, { number }) => sum + (number(measures[0] ?? '') ?? 0), 0)
    const scored = (own: readonly CompleteRow[]): readonly ScoredLevel[] =>
      levels
        .map((code, score) => {
          const ofLevel = own.filter(({ group }) => group['level'] === code)
          const failed = ofLevel.filter(({ group }) => failures.includes(group['outcome'] ?? ''))
          return { code, score, events: count(failed), others: count(ofLevel) - count(failed) }
        })
        .filter(({ events, others }) => events + others > 0)
    const everybody = scored(rows)
    const groups = by
      .filter((name) => groupings.includes(name))
      .flatMap((name) => codesOf(name).map((code) => ({ name, code })))
    return {
      findings: [
        ...findingsOn(everybody, certainty),
        ...groups.flatMap(({ name, code }) =>
          findingsOfGroup(
            { [name]: code },
            scored(rows.filter(({ group }) => group[name] === code)),
            everybody,
            certainty,
          ),
        ),
      ],
      parameters: { level, failures, leftOut, protectionError: certainty.error },
    }
  },
}
