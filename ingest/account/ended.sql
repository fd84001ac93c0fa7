-- How many rows of earlier deliveries end with the file at hand, and how.
select
  count(*) filter (ended_as = 'superseded') as superseded,
  count(*) filter (ended_as = 'replaced') as replaced,
  count(*) filter (ended_as = 'withdrawn') as withdrawn
from staging.ended
