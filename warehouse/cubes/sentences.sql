-- Persons sentenced: one row per person and judgment, by the day of the first sentence.
select
  month, quarter, year, region, court, offence_section, offence, sex, age_band, sanction_class, sanction_category, length_band,
  length_months,
  case_key::varchar || person_key::varchar as unit_id
from facts.main.persons
