const years = [2020, 2021, 2022, 2023, 2024]
/** How the number of people changes each year from 2022 on. */
const sanctions = { prison: -3, suspended: 0, community: 4, fine: 1 }
/** Women are few, so there are small cells. */
const sexes = { M: 1, F: 9 }

/** What the Statistical Office of the invented country `xx` sends: people convicted, as a table of counts. */
export function convictions(): string {
  const rows = years.flatMap((year, y) =>
    ['north_1', 'north_2', 'south_1'].flatMap((court, c) =>
      ['Theft', 'Robbery', 'Assault', 'Drugs', 'Fraud'].flatMap((offence, o) =>
        Object.entries(sanctions).flatMap(([sanction, trend], s) =>
          Object.entries(sexes).map(([sex, divisor]) => {
            const people = 40 + ((c * 17 + o * 29 + s * 13 + y * 7) % 23) + Math.max(0, year - 2021) * trend
            return [year, court, offence, sanction, sex, Math.round(people / divisor)].join(',')
          }),
        ),
      ),
    ),
  )
  return `${['YEAR,COURT,OFFENCE,SANCTION,SEX,PERSONS', ...rows].join('\n')}\n`
}

/** What its Prison Service sends: the census of each year, on 31 January. */
export function prisonCensus(): string {
  const rows = years.flatMap((year, y) =>
    Object.entries({ untried: 300, sentenced: 900 }).flatMap(([status, people]) =>
      Object.entries(sexes).map(([sex, divisor]) =>
        [`${year}-01-31`, status, sex, Math.round((people - 9 * y) / divisor)].join(','),
      ),
    ),
  )
  return `${['DAY,STATUS,SEX,PERSONS', ...rows].join('\n')}\n`
}
