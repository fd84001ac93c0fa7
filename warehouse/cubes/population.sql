-- Permanent population on 1 January, as published.
select year(reference_on)::smallint as year, region, sex, age_band, sum(persons)::integer as n
from facts.main.population
where basis = 'permanent' and month(reference_on) = 1 and day(reference_on) = 1
group by all
