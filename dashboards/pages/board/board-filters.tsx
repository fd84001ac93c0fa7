import { periodLabel } from '#warehouse'
import { type Board, type BoardParameter, boardPath } from '../../boards/board.ts'
import { type BoardChoice, filterDimension, yearsOffered } from '../../boards/board-choice.ts'
import type { TwoYears } from '../../boards/years.ts'
import type { BoardContext } from '../../panels/board-context.ts'
import { Choice } from '../frame/choice.tsx'
import { LevelKept, type Site } from '../frame/layout.tsx'

/** What the reader may choose on a board: filters, numbers, periods. */
export function BoardFilters({ board, context, site }: { board: Board; context: BoardContext; site: Site }) {
  const { language, t, choice, service } = context
  const filters = board.filters.flatMap((name) => filterDimension(board, name, service.catalog) ?? [])
  if (filters.length + board.parameters.length === 0 && !board.grains && !board.years) return null
  return (
    <form class="filters" method="get" action={`/${language}/${boardPath(board)}`} aria-label={t('filters')}>
      <LevelKept site={site} />
      {filters.map(({ name, label, codes }) => (
        <Choice
          key={name}
          label={(board.filter_labels[name]?.label ?? label)[language]}
          name={name}
          none={board.filter_labels[name]?.all[language] ?? t('all')}
          options={codes
            .filter(({ code }) => code !== 'UNK')
            .map((one) => ({ name: one.code, label: one.label[language] }))}
          chosen={choice.filters[name]}
        />
      ))}
      {choice.years && <YearChoice years={choice.years} context={context} />}
      {board.parameters.map((input) => (
        <InputField
          key={input.name}
          input={input}
          value={choice.inputs[input.name] ?? input.default}
          context={context}
        />
      ))}
      {board.grains && <GrainChoice choice={choice} context={context} />}
      <button type="submit">{t('apply')}</button>
      <a href={`/${language}/${boardPath(board)}`}>{t('reset')}</a>
    </form>
  )
}

/** The year that is compared with the base year. */
function YearChoice({ years, context: { t, service, edition } }: { years: TwoYears; context: BoardContext }) {
  const { baseYear, ...calendar } = service.catalog.jurisdiction
  const labelOf = (year: number) => periodLabel(String(year), calendar)
  const chosen = years.base === baseYear ? years.year : years.base
  const options = yearsOffered(service.catalog, edition).map((year) => ({ name: String(year), label: labelOf(year) }))
  return <Choice label={t('year', { base: labelOf(baseYear) })} name="year" options={options} chosen={String(chosen)} />
}

/** A number that the reader sets; a part of something is chosen as a percentage. */
function InputField({
  input,
  value,
  context: { figures, language },
}: {
  input: BoardParameter
  value: number
  context: BoardContext
}) {
  const { name, label, min, max, step, percent } = input
  if (!percent)
    return (
      <label>
        {label[language]}
        <input type="number" name={name} min={min} max={max} step={step} value={value} />
      </label>
    )
  const steps = Array.from({ length: Math.round((max - min) / step) + 1 }, (_, at) => rounded(min + at * step))
  const values = [...new Set([...steps, value])].sort((one, other) => one - other)
  const options = values.map((one) => ({
    name: String(one),
    label: min < 0 ? figures.wholeGrowth(one) : figures.wholePercent(one),
  }))
  return <Choice label={label[language]} name={name} options={options} chosen={String(value)} />
}

/** Steps add up without the error of binary fractions. */
function rounded(value: number): number {
  return Number(value.toFixed(6))
}

function GrainChoice({ choice, context: { t, service } }: { choice: BoardChoice; context: BoardContext }) {
  if (service.catalog.finestGrain === 'year') return null
  const options = ['year', 'quarter'].map((grain) => ({ name: grain, label: t(`by_${grain}`) }))
  return <Choice label={t('period')} name="period" options={options} chosen={choice.grain} />
}
