-- Rows behind each release: the status on that day, and the rows of the stay that say when it ended.
select counted.row_key::varchar as unit_id, 'custody' as register, told.row_key
from facts.main.stays as counted
join facts.main.stays as told
  on told.person = counted.person
  and told.admitted_on is not distinct from counted.admitted_on
  and told.unadmitted is not distinct from counted.unadmitted
where told.row_key = counted.row_key or told.released_on is not null
