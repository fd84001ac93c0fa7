-- Posts held at the end of each quarter.
select
  quarters.quarter, (quarters.quarter // 4)::smallint as year,
  ({{office_region}})::{{region_type}} as region, service, role, (case when carries_caseload then 'yes' when not carries_caseload then 'no' else 'UNK' end)::{{yes_no_type}} as caseload,
  count(*)::integer as n
from facts.main.staffing
join ({{quarters}}) as quarters
  on held_from <= quarters.last_day and (held_to is null or held_to > quarters.last_day)
group by all
