-- Services given to clients of probation, by the day of referral.
select
  (year(referred_on{{shift}}) * 4 + quarter(referred_on{{shift}}) - 1)::smallint as quarter, year(referred_on{{shift}})::smallint as year,
  ({{office_region}})::{{region_type}} as region, kind, result,
  row_key::varchar as unit_id
from facts.main.services
