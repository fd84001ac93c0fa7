-- Persons by the usual rules are counted in the cube of sentences already: here stand its protected sums, so that one question
-- has one number. Where suspended sentences count as custodial, that is a sum of the same cells.
create or replace temp table solved as
with usual as (
  select year, sanction_class::varchar as sanction_class, sum(n)::integer as n from public.counted.sentences group by all
), aligned as (
  select year, 'own' as placement, sanction_class, n from usual
  union all
  select year, 'custodial', if(sanction_class = 'SUSP', 'CUST', sanction_class), n from usual
), numbers as (
  select year, 'person' as unit, 'severest' as rule, placement, 'latest' as stage, 'recorded' as view, sanction_class, sum(n)::integer as n
  from aligned
  where year in (select distinct year from solved)
  group by all
)
select coalesce(block, year::varchar) as block, coalesce(attempt, 1) as attempt, year, unit, rule, placement, stage, view, sanction_class,
  coalesce(counted, 0) as counted, n as published
from numbers left join solved using (year, unit, rule, placement, stage, view, sanction_class)
union all
select *
from solved
where not (unit = 'person' and rule = 'severest' and stage = 'latest' and view = 'recorded')
order by all
