with ended as (
  select
    count(*) filter (outcome = 'duplicate') as duplicate,
    count(*) filter (outcome = 'superseded') as superseded,
    count(*) filter (outcome = 'withdrawn') as withdrawn
  from staging.outcomes
), found as (
  select
    count(*) filter (layout is null) as read,
    count(*) filter (faults is not null) as quarantined
  from {{checked}}
)
select read, read - quarantined - duplicate - superseded - withdrawn as accepted, duplicate, superseded, withdrawn, quarantined
from ended, found
