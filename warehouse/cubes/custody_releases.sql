-- Releases from custody, one for each stay, by the day, with the legal status on that day.
select
  (year(stay_released_on{{shift}}) * 4 + quarter(stay_released_on{{shift}}) - 1)::smallint as quarter, year(stay_released_on{{shift}})::smallint as year,
  status, sex,
  ({{broad_age_at_release}})::{{broad_age_type}} as broad_age,
  row_key::varchar as unit_id
from facts.main.stays
where stay_released_on is not null
qualify row_number() over (
  partition by person, admitted_on, unadmitted order by status_from <= stay_released_on desc, status_from desc, status <> 'UNK' desc, status desc, row_key
) = 1
