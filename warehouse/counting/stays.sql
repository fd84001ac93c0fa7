-- Statuses of stays in prison with the day on which each ended (docs/methods/counting.md): a status ends at the next status of
-- the stay, the last one at its own end, and all of them at the release of the stay; where nobody told that, at the next
-- admission of the person. Of statuses that began on one day the one that is later in the list holds. A row without a key is a person of its own. A stay without its first day is told by its last; a row
-- without either is a stay of its own.
create or replace view facts.stays as
select
  *,
  least(coalesce(next_status_from, status_to), coalesce(stay_released_on, next_admitted_on)) as ends_on
from (
  select
    *,
    lead(status_from) over stay as next_status_from,
    max(released_on) over (partition by person, admitted_on, unadmitted) as stay_released_on,
    min(admitted_on) over (partition by person order by admitted_on groups between 1 following and 1 following) as next_admitted_on
  from (
    select
      *,
      coalesce(person_key, row_key) as person,
      case when admitted_on is null then coalesce(released_on::varchar, row_key::varchar) end as unadmitted
    from facts.main.custody
  )
  window stay as (partition by person, admitted_on, unadmitted order by status_from, status <> 'UNK', status, row_key)
)
