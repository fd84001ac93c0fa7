-- What was counted and what is published of it, codes as text, in an order that says nothing of how it came about.
create or replace temp table solved as
select block, attempt, {{cells}}, counted, published
from places
order by {{order}}
