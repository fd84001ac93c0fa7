-- Permanent population on the first day of the year, as published; where a year begins on another day, and of that there is
-- nothing, on the 1 January in it.
select year(reference_on{{shift}})::smallint as year, region, sex, age_band, sum(persons)::integer as n
from facts.main.population
where basis = 'permanent' and reference_on in (
  select min(reference_on) from facts.main.population
  where basis = 'permanent' and day(reference_on) = 1 and (month(reference_on) = 1 or month(reference_on{{shift}}) = 1)
  group by year(reference_on{{shift}})
)
group by all
