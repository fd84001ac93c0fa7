-- How every sound row ends. Of rows with one key the last counts; an earlier one was a duplicate if it said the same,
-- else it is superseded. A row that the house holds already, word for word, is a duplicate.
create or replace table staging.keyed as
  select rowid as row_no, content, {{row_key}} as row_key
  from {{checked}}
  where faults is null;

create or replace table staging.repeated as
  select row_key, max(row_no) as last_row_no, last(content order by row_no) as last_content
  from staging.keyed
  group by row_key
  having count(*) > 1;

create or replace table staging.outcomes as
  select row_no, if(content = last_content, 'duplicate', 'superseded') as outcome
  from staging.keyed join staging.repeated using (row_key)
  where row_no < last_row_no;

create or replace table staging.met as
  select keyed.row_no, keyed.row_key, keyed.content = held.content as same
  from staging.keyed
  join {{held}} as held using (row_key)
  where row_no not in (select row_no from staging.outcomes);

insert into staging.outcomes select row_no, 'duplicate' from staging.met where same;

create or replace table staging.replaced as select row_key from staging.met where not same;

create or replace view staging.accepted as
  select keyed.row_key, checked.*
  from {{checked}} as checked
  join staging.keyed as keyed on checked.rowid = keyed.row_no
  where checked.rowid not in (select row_no from staging.outcomes);
