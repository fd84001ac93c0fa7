import { areaUnderCurve, groupFigures, protectedShareInterval } from '#statistics'
import { datasetNamed } from '#warehouse'
import { asksForOne, completeRows, type Method, notForMethod, protectionError, usualLevel } from './method.ts'

const failures = ['revoked_technical', 'revoked_new_offence']
/** Ended in a way that says nothing about the tool. */
const leftOut = ['died', 'UNK', 'transferred']

/** How well levels of risk tell supervision that is revoked from supervision that is not. */
export const riskToolMethod: Method = {
  name: 'risk-tool',
  label: { ky: 'Тобокелдик куралын текшерүү', ru: 'Проверка инструмента риска', en: 'Validation of the risk tool' },
  definition: {
    en: 'How well the level assessed before tells supervision that was revoked from supervision that was not: the area under the curve (0.5 is a coin), the revoked share of each level, and errors when a level and all above are called high. A tool whose predictive value is the same for two groups with different base rates cannot have the same error rates in both; levels by sex, age or region are not published.',
    ru: 'Насколько ранее оценённый уровень отличает отменённый надзор от неотменённого: площадь под кривой (0,5 — монета), доля отмен на каждом уровне и ошибки, если уровень и всё выше называть высоким. Инструмент с равной прогностической ценностью в группах с разной базовой долей не может иметь в них равные ошибки; уровни по полу, возрасту и региону не публикуются.',
    ky: 'Мурда бааланган деңгээл жокко чыгарылган көзөмөлдү башкалардан канчалык айырмалайт: ийри сызык астындагы аянт (0,5 — тыйын ыргытуу), ар бир деңгээлдеги жокко чыгаруу үлүшү жана деңгээл менен андан жогорусу жогору деп аталгандагы каталар. Базалык үлүшү ар башка топтордо болжолдоо баалуулугу бирдей курал бирдей катага ээ боло албайт; жыныс, жаш жана аймак боюнча деңгээлдер жарыяланбайт.',
  },
  needs: 'dataset=followup, measure=ended_by_level and by=level,outcome',
  prepare(question, catalog) {
    const isRight = question.by.includes('level') && question.by.includes('outcome') && question.by.length === 2
    if (!isRight || !asksForOne('count', question, catalog)) throw notForMethod(riskToolMethod)
    return { ...question, detail: 'full' }
  },
  run({ answer, catalog }) {
    const { dataset, measures, interval: level = usualLevel } = answer.question
    const error = protectionError(answer, catalog)
    const known =
      datasetNamed(dataset, catalog)
        .dimensions.get('level')
        ?.codes.map(({ code }) => code) ?? []
    const rows = completeRows(answer, catalog).filter(({ group }) => !leftOut.includes(group['outcome'] ?? ''))
    const count = (code: string, failed: boolean) =>
      rows
        .filter(({ group }) => group['level'] === code && failures.includes(group['outcome'] ?? '') === failed)
        .reduce((sum, { number }) => sum + (number(measures[0] ?? '') ?? 0), 0)
    const levels = known
      .filter((code) => code !== 'UNK')
      .map((code, score) => ({ code, score, events: count(code, true), others: count(code, false) }))
      .filter(({ events, others }) => events + others > 0)
    const { area, interval } = areaUnderCurve(levels, level, error)
    const findings = levels.map(({ code, events, others }) => {
      const share = { events, total: events + others }
      return {
        group: { level: code },
        result: { ...share, share: events / share.total, interval: protectedShareInterval(share, level, error) },
      }
    })
    const thresholds = levels.slice(1).map(({ code, score }) => ({
      group: { calledHigh: code },
      result: { ...groupFigures(confusionAt(levels, score), level, error) },
    }))
    return {
      findings: [{ group: {}, result: { area, interval } }, ...findings, ...thresholds],
      parameters: { level, failures, leftOut, protectionError: error },
    }
  },
}

interface Scored {
  readonly score: number
  readonly events: number
  readonly others: number
}

function confusionAt(levels: readonly Scored[], score: number) {
  const total = (kind: 'events' | 'others', isHigh: boolean) =>
    levels.filter((one) => one.score >= score === isHigh).reduce((sum, one) => sum + one[kind], 0)
  return {
    truePositives: total('events', true),
    falsePositives: total('others', true),
    trueNegatives: total('others', false),
    falseNegatives: total('events', false),
  }
}
