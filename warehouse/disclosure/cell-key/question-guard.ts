import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import type { Question } from '../../query/question.ts'

/** Questions about almost the same persons that are answered, over all users. */
const mostNeighbours = 3

/** Whom a question is about: everything but how the answer is broken down. */
interface Target {
  readonly dataset: string
  readonly where: Question['where']
  readonly from: string
  readonly to: string
}

/**
 * Remembers what analysts have asked, in a file that outlives the process, and refuses a question that differs from
 * more than three earlier ones by a little of one dimension only: each such pair would be another measurement of the difference.
 *
 * @throws {@link Refusal} `TOO_MANY_NEIGHBOURS`
 */
export class QuestionGuard {
  readonly #folder: string

  constructor(home: string) {
    this.#folder = join(home, 'access')
  }

  admit(question: Question): void {
    const target = targetOf(question)
    const asked = this.#asked()
    const key = JSON.stringify(target)
    if (asked.has(key)) return
    const neighbours = [...asked.values()].filter((other) => areNested(target, other))
    if (neighbours.length > mostNeighbours) {
      const message =
        'Several questions that differ from this one by a little were answered already. Ask for a published group or a whole year instead.'
      throw new Refusal('TOO_MANY_NEIGHBOURS', message)
    }
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    appendFileSync(this.#file, `${key}\n`, { mode: 0o600 })
  }

  get #file(): string {
    return join(this.#folder, 'analyst-questions.jsonl')
  }

  #asked(): ReadonlyMap<string, Target> {
    if (!existsSync(this.#file)) return new Map()
    const lines = readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
    return new Map(lines.map((line) => [line, JSON.parse(line) as Target]))
  }
}

function targetOf({ dataset, where, from = '', to = '' }: Question): Target {
  const filters = Object.entries(where).map(([name, codes]) => [name, [...codes].sort()] as const)
  return { dataset, where: Object.fromEntries(filters.sort(([one], [other]) => (one < other ? -1 : 1))), from, to }
}

/** Whether one group of persons holds the other and more, by one end of the time or by codes of one dimension. */
function areNested(one: Target, other: Target): boolean {
  if (one.dataset !== other.dataset) return false
  const names = [...new Set([...Object.keys(one.where), ...Object.keys(other.where)])]
  const differing = names.filter((name) => one.where[name]?.join() !== other.where[name]?.join())
  const [sameFrom, sameTo] = [one.from === other.from, one.to === other.to]
  if (differing.length === 0) return sameFrom !== sameTo
  const [name = ''] = differing
  const [codes, others] = [one.where[name], other.where[name]]
  if (differing.length > 1 || !sameFrom || !sameTo || codes === undefined || others === undefined) return false
  return codes.every((code) => others.includes(code)) || others.every((code) => codes.includes(code))
}
