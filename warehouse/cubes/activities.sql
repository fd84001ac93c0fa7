-- Activities of the project, by the quarter for which they were planned.
select
  (year(planned_quarter{{shift}}) * 4 + quarter(planned_quarter{{shift}}) - 1)::smallint as quarter, year(planned_quarter{{shift}})::smallint as year,
  component, status,
  count(*)::integer as n
from facts.main.activities
group by all
