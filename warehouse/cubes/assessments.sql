-- Risk and needs assessments, by the day on which they were made.
select
  (year(assessed_on{{shift}}) * 4 + quarter(assessed_on{{shift}}) - 1)::smallint as quarter, year(assessed_on{{shift}})::smallint as year,
  ({{office_region}})::{{region_type}} as region, level,
  coalesce((select min(supervision.sex) filter (supervision.sex <> 'UNK') from facts.main.supervision where supervision.person_key = assessments.person_key), 'UNK')::{{sex_type}} as sex,
  row_key::varchar as unit_id
from facts.main.assessments
