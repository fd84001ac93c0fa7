-- Rows of the posts that nobody holds at the end of a quarter.
select cells.* exclude (row_key), 'staffing' as register, staffing.row_key
from ({{cube_of_posts}}) as cells
join facts.main.staffing on coalesce(staffing.post_key, staffing.row_key) = cells.row_key
