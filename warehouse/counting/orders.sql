-- Orders of supervision; one that follows a transfer is the same supervision at another office (docs/methods/counting.md).
create or replace view facts.orders as
select
  *,
  coalesce(
    lag(outcome) over (
      partition by coalesce(person_key, row_key), coalesce(case_key, row_key), kind order by registered_on, order_no, row_key
    ) = 'transferred',
    false
  ) as follows_transfer
from facts.main.supervision
