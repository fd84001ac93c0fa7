/** The name of a quarter, such as `2024-Q1`. @param quarter - counted since year 0: the first of 2020 is 8080 */
export function quarterName(quarter: number): string {
  return `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`
}
