-- The same services by the time from referral to start, nationally.
select
  (year(referred_on{{shift}}) * 4 + quarter(referred_on{{shift}}) - 1)::smallint as quarter, year(referred_on{{shift}})::smallint as year,
  kind,
  ({{waiting_band}})::{{waiting_band_type}} as waiting_band,
  row_key::varchar as unit_id
from facts.main.services
