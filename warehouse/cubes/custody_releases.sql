-- Releases from custody, by the day, with the legal status before. A row without a key is a person of its own; a stay without
-- its first day is told by its last.
select
  (year(released_on) * 4 + quarter(released_on) - 1)::smallint as quarter, year(released_on)::smallint as year,
  status, sex,
  ({{broad_age_at_release}})::{{broad_age_type}} as broad_age,
  row_key::varchar as unit_id
from facts.main.custody
where released_on is not null
qualify row_number() over (
  partition by coalesce(person_key, row_key), admitted_on, if(admitted_on is null, released_on, null)
  order by status_from desc
) = 1
