-- Persons held at the end of each quarter, with the legal status on its last day.
select
  quarters.quarter, (quarters.quarter // 4)::smallint as year,
  status, sex,
  ({{broad_age_at_quarter_end}})::{{broad_age_type}} as broad_age,
  person::varchar as unit_id
from facts.main.stays
join ({{quarters}}) as quarters
  on status_from <= quarters.last_day and (ends_on is null or ends_on > quarters.last_day)
qualify row_number() over (partition by person, quarters.quarter order by status_from desc, status <> 'UNK' desc, status desc, row_key) = 1
