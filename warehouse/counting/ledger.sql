-- The stock–flow ledger by region and quarter (docs/methods/ledger.md): opening + entries - exits = closing + residual.
-- Stocks come from the periods that rows cover, flows from the events that rows tell. Where the two disagree (a status that
-- never ends, a release without its date), the residual is not zero: it measures the register, and is published.
create or replace view facts.ledger as
with stays as (
  select
    *,
    ({{facility_region}}) as region,
    lag({{facility_region}}) over stay as region_before
  from facts.main.stays
  window stay as (partition by person, admitted_on, unadmitted order by status_from, status <> 'UNK', status, row_key)
), custody_changes as (
  select 'custody' as register, region, status_from as day, 1 as stock, 0 as entries, 0 as exits from stays
  union all select 'custody', region, ends_on, -1, 0, 0 from stays
  union all select 'custody', region, admitted_on, 0, 1, 0 from stays where status_from = admitted_on
  union all select 'custody', region, stay_released_on, 0, 0, 1 from stays where next_status_from is null
  union all select 'custody', region, status_from, 0, 1, 0 from stays where region_before <> region
  union all select 'custody', region_before, status_from, 0, 0, 1 from stays where region_before <> region
), orders as (
  select *, ({{office_region}}) as region from facts.supervision
), supervision_changes as (
  select 'supervision' as register, region, registered_on as day, 1 as stock, 1 as entries, 0 as exits from orders
  union all select 'supervision', region, ended_on, -1, 0, 0 from orders
  union all select 'supervision', region, coalesce(ended_on, ends_on), 0, 0, 1 from orders where outcome not in ('open', 'UNK')
), quarters as (
  select
    register, region, (year(day{{shift}}) * 4 + quarter(day{{shift}}) - 1)::integer as quarter,
    sum(stock)::integer as change, sum(entries)::integer as entries, sum(exits)::integer as exits
  from (select * from custody_changes union all select * from supervision_changes)
  where day is not null
  group by all
), stocks as (
  select *, sum(change) over (partition by register, region order by quarter)::integer as closing from quarters
)
select register, region, quarter, closing - change as opening, entries, exits, closing, change - (entries - exits) as residual
from stocks
