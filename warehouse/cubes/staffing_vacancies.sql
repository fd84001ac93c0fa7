-- Posts that somebody held before and nobody holds at the end of a quarter, as they were held last.
select
  quarters.quarter, (quarters.quarter // 4)::smallint as year,
  ({{office_region}})::{{region_type}} as region, posts.service, posts.role,
  count(*)::integer as n
from (select coalesce(post_key, row_key) as post_key, arg_max(office, (held_from, row_key)) as office, arg_max(service, (held_from, row_key)) as service, arg_max(role, (held_from, row_key)) as role, min(held_from) as known_from from facts.main.staffing group by coalesce(post_key, row_key)) as posts
join ({{quarters}}) as quarters on posts.known_from <= quarters.last_day
where not exists (
  select 1 from facts.main.staffing
  where coalesce(staffing.post_key, staffing.row_key) = posts.post_key and held_from <= quarters.last_day and (held_to is null or held_to > quarters.last_day)
)
group by all
