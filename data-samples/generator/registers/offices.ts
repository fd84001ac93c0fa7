import { quarterName } from '#foundation'
import { codeList, type Jurisdiction } from '#jurisdictions'
import { addDays, firstDayOf, lastDayOf, quarterOf, russianDate } from '../basis/calendar.ts'
import type { SamplePlan } from '../basis/plan.ts'
import { apportion, type RandomSource } from '../basis/random.ts'
import type { SampleRow } from '../courts/sanctions.ts'

/** Who held which post: posts are vacated, stay empty for a while and are filled again. */
export function* staffing(
  { posts }: SamplePlan,
  jurisdiction: Jurisdiction,
  first: number,
  last: number,
  random: RandomSource,
): Generator<SampleRow> {
  const offices = codeList(jurisdiction, 'offices')
    .codes.map(({ code }) => code)
    .filter((code) => code !== 'UNK')
  const end = lastDayOf(last)
  for (const { service, role, caseload, posts: count } of Object.values(posts)) {
    for (let post = 0; post < count; post++) {
      const office = offices[post % offices.length] ?? ''
      let from = addDays(firstDayOf(first), -random.below(900))
      while (from <= end) {
        const to = addDays(from, 120 + random.below(2600))
        const left = to <= end
        yield {
          post_key: `POST-${office}-${role === '1' ? Math.floor(post / offices.length) : `${role}${post}`}`,
          service,
          office,
          role,
          carries_caseload: caseload ? '1' : '0',
          held_from: russianDate(from),
          held_to: left ? russianDate(to) : '',
          leaving_reason: left ? random.pick({ '1': 0.5, '2': 0.25, '3': 0.1, '4': 0.05, '5': 0.1 }) : '0',
          sex: random.chance(service === '1' ? 0.42 : 0.12) ? 'Ж' : 'М',
        }
        from = addDays(to, 10 + random.below(120))
      }
    }
  }
}

/** Attendances of one quarter. */
export function* training(
  { training: topics }: SamplePlan,
  quarter: number,
  random: RandomSource,
): Generator<SampleRow> {
  const trainings = 2 + random.below(4)
  for (let number = 0; number < trainings; number++) {
    const day = addDays(firstDayOf(quarter), 5 + random.below(80))
    const days = String(random.pick({ '1': 0.3, '2': 0.4, '3': 0.3 }))
    const topic = topics[random.below(topics.length)] ?? ''
    const seats = 12 + random.below(18)
    for (let seat = 0; seat < seats; seat++) {
      yield {
        training_key: `TR-${quarterName(quarter)}-${number}`,
        topic,
        held_on: russianDate(day),
        days,
        profession: random.pick({ '1': 0.45, '2': 0.12, '3': 0.1, '4': 0.08, '5': 0.08, '6': 0.1, '7': 0.07 }),
        sex: random.chance(0.45) ? 'Ж' : 'М',
        certificate: random.chance(0.9) ? '1' : '0',
      }
    }
  }
}

/** Activities of the last two years: what is past is mostly done. */
export function* activities(
  { activities: planned }: SamplePlan,
  last: number,
  random: RandomSource,
): Generator<SampleRow> {
  for (let quarter = last - 7; quarter <= last + 2; quarter++) {
    for (const [index, { component, title }] of planned.entries()) {
      if (!random.chance(0.55)) continue
      const past = quarter <= last
      const status = past
        ? random.pick({ '2': 0.75, '3': 0.15, '4': 0.05, '1': 0.05 })
        : quarter === last + 1
          ? '1'
          : '0'
      const target = 10 + random.below(90)
      const done = addDays(firstDayOf(quarter), 10 + random.below(75))
      yield {
        activity_key: `ACT-${index + 1}-${quarterName(quarter)}`,
        component,
        title_ky: title.ky,
        title_ru: title.ru,
        title_en: title.en,
        owner: 'Проектный офис',
        planned_quarter: quarterName(quarter),
        status,
        done_on: status === '2' && quarterOf(done) <= last ? russianDate(done) : '',
        indicator: 'Число участников',
        target: String(target),
        actual: status === '2' ? String(Math.round(target * (0.7 + 0.5 * random.next()))) : '',
        note: '',
      }
    }
  }
}

/** Persons by region, sex and age on 1 January of each year. Parts add up to the published total. */
export function* population({ population: plan }: SamplePlan, years: readonly number[]): Generator<SampleRow> {
  const [areas, ages] = [Object.entries(plan.regions), Object.entries(plan.ages)]
  const shares = areas.flatMap(([, region]) =>
    [plan.women, 1 - plan.women].flatMap((sex) => ages.map(([, age]) => region * sex * age)),
  )
  for (const year of years) {
    const total = plan.total[String(year)]
    if (total === undefined) continue
    const persons = apportion(total, shares)
    for (const [index, count] of persons.entries()) {
      const age = index % ages.length
      const sex = Math.floor(index / ages.length) % 2
      const area = Math.floor(index / ages.length / 2)
      yield {
        region: areas[area]?.[0] ?? '',
        sex: sex === 0 ? 'Ж' : 'М',
        age_band: ages[age]?.[0] ?? '',
        reference_on: `01.01.${year}`,
        basis: 'P',
        persons: String(count),
      }
    }
  }
}
