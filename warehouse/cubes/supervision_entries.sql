-- Orders and periods of supervision that began, by the day of registration. A transfer to another office is no entry.
select
  (year(registered_on{{shift}}) * 4 + quarter(registered_on{{shift}}) - 1)::smallint as quarter, year(registered_on{{shift}})::smallint as year,
  ({{office_region}})::{{region_type}} as region, kind, sex,
  ({{broad_age_at_registration}})::{{broad_age_type}} as broad_age,
  row_key::varchar as unit_id
from facts.main.orders
where registered_on is not null and not follows_transfer
