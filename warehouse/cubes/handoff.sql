-- Judgments in force that probation has to register, by the day on which they came into force, as far as 90 days have
-- passed for every judgment of the quarter (docs/methods/hand-off.md).
select
  (year(in_force_on{{shift}}) * 4 + quarter(in_force_on{{shift}}) - 1)::smallint as quarter, year(in_force_on{{shift}})::smallint as year,
  region, sanction_class,
  ({{timeliness}})::{{timeliness_type}} as timeliness,
  case_key::varchar || person_key::varchar as unit_id
from facts.main.handoff
where last_day(in_force_on + to_months(2 - (month(in_force_on{{shift}})::integer - 1) % 3)) + 90 <= {{covered_to}}
