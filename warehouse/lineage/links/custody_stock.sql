-- The status of the stay that a person is counted by at the end of a quarter.
select quarter, unit_id, 'custody' as register, row_key
from ({{cube}})
