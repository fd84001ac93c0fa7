import highs from 'highs'

/** The package is a module at run time, while its types are those of CommonJS. */
const load = 'default' in highs ? highs.default : highs
let solver: ReturnType<typeof load> | undefined

/** The optimum of one linear program in CPLEX LP format. @returns infinite when nothing bounds it */
export async function optimumOf(model: string): Promise<number> {
  solver ??= load()
  const { Status, ObjectiveValue } = (await solver).solve(model)
  if (Status === 'Unbounded' || Status === 'Primal infeasible or unbounded') return Number.POSITIVE_INFINITY
  return Math.round(ObjectiveValue * 1e6) / 1e6
}
