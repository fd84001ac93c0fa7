-- Admissions to custody, by the day, with the legal status on that day.
select
  (year(admitted_on{{shift}}) * 4 + quarter(admitted_on{{shift}}) - 1)::smallint as quarter, year(admitted_on{{shift}})::smallint as year,
  status, sex,
  ({{broad_age_at_admission}})::{{broad_age_type}} as broad_age,
  row_key::varchar as unit_id
from facts.main.custody
where status_from = admitted_on
