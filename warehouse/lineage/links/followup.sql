-- Rows behind each member of a cohort: the order that began it, and the events within the horizon.
with starts as (
  select
    coalesce(person_key, row_key) as person_key, registered_on as day, kind, year(registered_on{{shift}})::smallint as year, row_key
  from facts.main.orders
  where kind in ('executive', 'post_penitentiary') and registered_on is not null and not follows_transfer
  qualify registered_on = min(registered_on) over (partition by coalesce(person_key, row_key), kind, year(registered_on{{shift}}))
), events as (
  select 'new_conviction' as event, 'sentences' as register, persons.person_key, persons.sentenced_on as day, sentences.row_key
  from facts.main.persons
  join facts.main.sentences using (case_key, person_key)
  union all
  select 'revoked_technical', 'supervision', person_key, ended_on, row_key
  from facts.main.supervision where outcome = 'revoked_technical'
  union all
  select 'return_to_prison', 'custody', person_key, admitted_on, row_key
  from facts.main.custody where status_from = admitted_on
), horizons as (
  select * from (values ('H06', 6), ('H12', 12), ('H24', 24)) as t(horizon, months)
)
select year, kind, event::{{event_type}} as event, horizon::{{horizon_type}} as horizon, person_key::varchar as unit_id, 'supervision' as register, starts.row_key
from starts
cross join (select distinct event from events)
cross join horizons
union all
select year, kind, event::{{event_type}}, horizon::{{horizon_type}}, person_key::varchar, events.register, events.row_key
from starts
join events using (person_key)
join horizons on events.day > starts.day and events.day <= starts.day + to_months(horizons.months)
