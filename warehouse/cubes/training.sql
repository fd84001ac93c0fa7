-- Attendances at trainings.
select
  (year(held_on) * 4 + quarter(held_on) - 1)::smallint as quarter, year(held_on)::smallint as year, profession,
  count(*)::integer as n
from facts.main.training
group by all
