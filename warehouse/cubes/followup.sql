-- Cohorts that began community supervision or were released from prison, followed for fixed horizons that have passed for
-- the whole cohort year (docs/methods/follow-up.md). Each member stands here once for each event and horizon.
with starts as (
  select coalesce(person_key, row_key) as person_key, min(registered_on) as day, kind, year(registered_on{{shift}}) as year
  from facts.main.orders
  where kind in ('executive', 'post_penitentiary') and registered_on is not null and not follows_transfer
  group by coalesce(person_key, row_key), kind, year(registered_on{{shift}})
), events as (
  select 'new_conviction' as event, person_key, sentenced_on as day from facts.main.persons
  union all select 'revoked_technical', person_key, ended_on from facts.main.supervision where outcome = 'revoked_technical'
  union all select 'return_to_prison', person_key, admitted_on from facts.main.custody where status_from = admitted_on
), horizons as (
  select * from (values ('H06', 6), ('H12', 12), ('H24', 24)) as t(horizon, months)
), kinds as (
  select distinct event from events
)
select
  starts.year::smallint as year, starts.kind, kinds.event::{{event_type}} as event, horizons.horizon::{{horizon_type}} as horizon,
  (case when count(events.day) > 0 then 'yes' else 'no' end)::{{happened_type}} as happened,
  starts.person_key::varchar as unit_id
from starts
cross join kinds
cross join horizons
left join events
  on events.person_key = starts.person_key and events.event = kinds.event
  and events.day > starts.day and events.day <= starts.day + to_months(horizons.months)
where last_day(make_date(starts.year, 12, 1){{until}} + to_months(horizons.months)) <= {{covered_to}}
group by starts.year, starts.kind, kinds.event, horizons.horizon, starts.person_key
