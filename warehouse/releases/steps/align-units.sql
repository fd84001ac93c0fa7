-- Persons are counted in the cube of sentences already. By the usual rules its protected sums stand here, so that one question has one
-- number; where suspended sentences count as custodial, that is a sum of the same cells. Other rules count nearly the same persons: here stands
-- the same number and a rounded difference, for numbers that are rounded on their own could be averaged. What the rounding of a year leaves is
-- made good by the next one.
create or replace temp table solved as
with sentences as (
  select year, sanction_class::varchar as sanction_class, sum(n)::integer as n from public.counted.sentences group by all
), usual as (
  select year, placement, sanction_class, sum(n)::integer as n
  from (
    select year, 'own' as placement, sanction_class, n from sentences
    union all
    select year, 'custodial', if(sanction_class = 'SUSP', 'CUST', sanction_class), n from sentences
  )
  group by all
), true_usual as (
  select year, placement, sanction_class, counted as usually
  from solved
  where unit = 'person' and rule = 'severest' and stage = 'latest' and view = 'recorded'
), slices as (
  select distinct block, attempt, year, rule, placement, stage, view from solved where unit = 'person'
), classes as (
  select year, placement, sanction_class from usual
  union
  select year, placement, sanction_class from solved where unit = 'person'
), compared as (
  select slices.*, sanction_class, coalesce(n, 0) as n, coalesce(counted, 0) as counted, coalesce(counted, 0) - coalesce(usually, 0) as difference,
    record_key(concat_ws(' ', 'units', rule, placement, stage, view, sanction_class)) / 4294967296 as draw,
    sum(difference) over (partition by rule, placement, stage, view, sanction_class order by year) as reached
  from slices
  join classes using (year, placement)
  left join usual using (year, placement, sanction_class)
  left join true_usual using (year, placement, sanction_class)
  left join (select * exclude (block, attempt) from solved where unit = 'person') using (year, rule, placement, stage, view, sanction_class)
), rounded as (
  select *, 3 * floor(reached / 3 + draw) - 3 * floor((reached - difference) / 3 + draw) as step from compared
)
select block, attempt, year, 'person' as unit, rule, placement, stage, view, sanction_class, counted, greatest(0, n + step)::integer as published
from rounded
where counted > 0 or n + step > 0
union all
select * from solved where unit <> 'person'
order by all
