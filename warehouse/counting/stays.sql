-- Statuses of stays in prison with the day on which each ended (docs/methods/counting.md): a status ends at the next status of
-- the stay, the last one at its own end, and all of them at the release of the stay; where nobody told that, at the next
-- admission of the person.
create or replace view facts.stays as
select
  *,
  least(coalesce(next_status_from, status_to), coalesce(stay_released_on, next_admitted_on)) as ends_on
from (
  select
    *,
    lead(status_from) over stay as next_status_from,
    max(released_on) over (partition by person, admitted_on) as stay_released_on,
    min(admitted_on) over (partition by person order by admitted_on groups between 1 following and 1 following) as next_admitted_on
  from (select *, coalesce(person_key, row_key) as person from facts.main.custody)
  window stay as (partition by person, admitted_on order by status_from)
)
