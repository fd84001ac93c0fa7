-- The order of supervision that a person is counted by at the end of a quarter.
select quarter, unit_id, 'supervision' as register, row_key
from ({{cube}})
