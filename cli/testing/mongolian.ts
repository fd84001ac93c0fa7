const header =
  'year,court_id,is_ub,primary_article,crime_chapter,crime_category,gender,female,age,age_sq,education_clean,education_level,employed,family_size,prior_criminal,sentence_type,sentence_months,sentence_fine_mnt,sentence_community_hours,sentence_suspended_months,severity,severity_winsorized,severity_outlier,victim_minor,injury_severity,intoxicated_at_crime,has_lawyer,plea_agreement,plea_guilty,restitution_paid,time_served_days,extraction_quality,extraction_method'

/** An extract in the shape of the published Mongolian one; its rows are made up, from a fixed sequence. */
export function mongolianExtract(rows: number): string {
  const columns = header.split(',')
  const draw = sequence()
  const lines = Array.from({ length: rows }, () => {
    const row = decision(draw)
    return columns.map((name) => row[name] ?? '').join(',')
  })
  return `${[header, ...lines].join('\n')}\n`
}

type Draw = (list: readonly string[]) => string

function decision(draw: Draw): Readonly<Record<string, string>> {
  const sanction = draw(['imprisonment', 'fine', 'fine', 'suspended', 'community_service'])
  return {
    year: draw(['2020', '2021', '2022', '2023', '2024', '2025']),
    court_id: `court_${draw(['01', '02', '08', '14', '27', '40'])}`,
    primary_article: draw(['10.1.1', '11.1', '11.6.1', '17.1.1', '27.10.5', '']),
    gender: draw(['male', 'male', 'male', 'female', '']),
    age: draw(['19.0', '27.0', '33.0', '52.0', '']),
    prior_criminal: draw(['true', 'false']),
    has_lawyer: draw(['true', 'false', '']),
    plea_guilty: draw(['true', 'false']),
    sentence_type: sanction,
    sentence_months: sanction === 'imprisonment' ? draw(['6.0', '14.5', '36.0', '84.0']) : '0.0',
    sentence_fine_mnt: sanction === 'fine' ? draw(['450000.0', '2700000.0']) : '',
  }
}

/** @see Park, S. K. and Miller, K. W. (1988), CACM 31(10), 1192–1201: the sequence with the multiplier 48271 */
function sequence(): Draw {
  let state = 1
  return (list) => {
    state = (state * 48271) % 2147483647
    return list[state % list.length] ?? ''
  }
}
