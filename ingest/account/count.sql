with ended as (
  select
    count(*) filter (outcome = 'duplicate') as duplicate,
    count(*) filter (outcome = 'superseded') as superseded
  from staging.outcomes
), found as (
  select count(*) filter (faults is null) as sound, count(*) filter (faults is not null) as quarantined
  from {{checked}}
)
select sound - duplicate - superseded as accepted, duplicate, superseded, quarantined
from ended, found
