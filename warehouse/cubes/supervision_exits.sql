-- Orders and periods of supervision that ended, by the day of the end. A transfer to another office is no exit.
select
  (year(ended_on{{shift}}) * 4 + quarter(ended_on{{shift}}) - 1)::smallint as quarter, year(ended_on{{shift}})::smallint as year,
  ({{office_region}})::{{region_type}} as region, kind, outcome, sex,
  row_key::varchar as unit_id
from facts.main.supervision
where ended_on is not null and outcome not in ('open', 'transferred')
