-- Releases from custody, by the day, with the legal status before.
select
  (year(released_on) * 4 + quarter(released_on) - 1)::smallint as quarter, year(released_on)::smallint as year,
  status, sex,
  ({{broad_age_at_release}})::{{broad_age_type}} as broad_age,
  row_key::varchar as unit_id
from facts.main.custody
where released_on is not null
qualify row_number() over (partition by person_key, admitted_on order by status_from desc) = 1
