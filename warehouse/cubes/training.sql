-- Attendances at trainings.
select
  (year(held_on{{shift}}) * 4 + quarter(held_on{{shift}}) - 1)::smallint as quarter, year(held_on{{shift}})::smallint as year, profession,
  count(*)::integer as n
from facts.main.training
group by all
