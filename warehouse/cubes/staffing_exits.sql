-- Holders who left their post.
select
  (year(held_to{{shift}}) * 4 + quarter(held_to{{shift}}) - 1)::smallint as quarter, year(held_to{{shift}})::smallint as year,
  ({{office_region}})::{{region_type}} as region, service, role,
  count(*)::integer as n
from facts.main.staffing
where held_to is not null
group by all
