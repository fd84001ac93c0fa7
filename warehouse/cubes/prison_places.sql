-- Places in prisons as the prison service states them; a figure holds until the next.
with stated as (
  select * from (values {{prison_places}}) as stated(first_year, places) where first_year is not null
), years as (
  select unnest(generate_series((select min(first_year) from stated), year({{covered_to}}{{shift}})))::smallint as year
)
select year, places as n from years asof join stated on years.year >= stated.first_year
