-- Persons by the usual rules are counted in the cube of sentences already: here stand its protected sums, so that one question
-- has one number. Where suspended sentences count as custodial, that is a sum of the same cells.
with usual as (
  select year, sanction_class::varchar as sanction_class, sum(n)::integer as n from public.counted.sentences group by all
), rows as (
  select year, 'own' as placement, sanction_class, n from usual
  union all
  select year, 'custodial', if(sanction_class = 'SUSP', 'CUST', sanction_class), n from usual
)
select year, 'person' as unit, 'severest' as rule, placement, 'latest' as stage, 'recorded' as view, sanction_class, sum(n)::integer as published
from rows
where year in (select distinct year from solved)
group by all
union all
select year, unit, rule, placement, stage, view, sanction_class, published
from solved
where published > 0 and not (unit = 'person' and rule = 'severest' and stage = 'latest' and view = 'recorded')
