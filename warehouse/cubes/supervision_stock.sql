-- Clients under supervision at the end of each quarter: one row per person and kind of probation, at the office of the latest
-- registration; of several on one day, at the first in the list of offices.
select
  quarters.quarter, (quarters.quarter // 4)::smallint as year,
  ({{office_region}})::{{region_type}} as region, kind, sex,
  ({{broad_age_at_quarter_end}})::{{broad_age_type}} as broad_age,
  coalesce(person_key, row_key)::varchar || kind::varchar as unit_id
from facts.main.supervision
join ({{quarters}}) as quarters
  on registered_on <= quarters.last_day and (ended_on is null or ended_on > quarters.last_day)
qualify row_number() over (partition by coalesce(person_key, row_key), kind, quarters.quarter order by registered_on desc, office, row_key) = 1
