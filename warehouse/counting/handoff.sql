-- One row per person and judgment in force that sends the person to probation (docs/methods/hand-off.md): when probation
-- registered the order. Of several orders of one judgment the first counts, so a transfer to another office does not make
-- it late; a registration before the judgment is in force counts as day 0; without a registration the day is empty.
with orders as (
  select case_key, person_key, min(registered_on) as registered_on, arg_min(office, registered_on) as office, count(*) as orders
  from facts.supervision
  where kind = 'executive' and {{supervision_scope}}
  group by case_key, person_key
)
select
  persons.case_key,
  persons.person_key,
  persons.sanction_class,
  persons.region,
  persons.court,
  persons.in_force_on,
  orders.registered_on,
  orders.office,
  coalesce(orders.orders, 0)::integer as orders,
  case when orders.registered_on is not null then greatest(orders.registered_on - persons.in_force_on, 0)::integer end as days
from facts.persons as persons
left join orders using (case_key, person_key)
where persons.in_force_on is not null
  and persons.sanction_class::varchar in ({{classes}})
  and {{scope}}
