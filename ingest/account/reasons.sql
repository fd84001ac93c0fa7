select code, count(*) as count
from (
  select unnest(string_split(concat_ws(' ', faults, unmapped), ' ')) as code
  from {{checked}}
  where faults is not null or unmapped is not null
)
group by code
order by code
