-- How every sound row of several files ends, one file after another, as outcomes.sql says it of one. Rows are numbered through all
-- files, so that a row with a greater number came later. None of the files was sent before one that is held.
create or replace view staging.sound as
  select * from {{checked}} where faults is null and layout is null;

create or replace table staging.repeated as
  with keys as (select row_key, "file no" from staging.sound group by all having count(*) > 1)
  select row_key, "file no", max(row_no) as last_row_no, arg_max(content, row_no) as last_content,
    arg_max(withdraws, row_no) as last_withdraws
  from staging.sound semi join keys using (row_key, "file no")
  group by all;

create or replace table staging.outcomes as
  select row_no, if(content = last_content, 'duplicate', 'superseded') as outcome
  from staging.sound join staging.repeated using (row_key, "file no")
  where row_no < last_row_no;

-- What each row meets: the last row with its key of the files before it, unless that withdrew it, or else the row that is held.
create or replace table staging.met as
  with last_rows as (
    select row_no, "file no", row_key, content, withdraws
    from staging.sound
    where row_no not in (select row_no from staging.outcomes)
  ), in_turn as (
    select *, lag(withdraws) over of_key as before_withdraws, lag(content) over of_key as before_content
    from last_rows
    window of_key as (partition by row_key order by row_no)
  )
  select in_turn.row_no, "file no", row_key, withdraws, held.delivery,
    in_turn.content = if(before_withdraws is null, held.content, before_content) as same
  from in_turn left join {{held}} as held using (row_key)
  where if(before_withdraws is null, held.row_key is not null, not before_withdraws);

insert into staging.outcomes
  select row_no, if(withdraws, 'withdrawn', 'duplicate') from staging.met where withdraws or same;

insert into staging.outcomes
  select row_no, 'withdrawn'
  from staging.sound semi join staging.repeated using (row_key, "file no")
  where withdraws and row_no not in (select row_no from staging.outcomes);

create or replace view staging.accepted as
  select * from staging.sound where not withdraws and row_no not in (select row_no from staging.outcomes);

-- Which row a row ends: the last accepted one with its key before it, or else the one that is held.
create or replace table staging.ended as
  with ending as (
    select row_no, "file no", row_key, delivery, if(withdraws, 'withdrawn', 'superseded') as ended_as
    from staging.met
    where withdraws or not same
  ), accepted as (select row_no, row_key from staging.accepted)
  select ending.row_key, ending."file no", ending.ended_as, accepted.row_no as ended_row,
    if(accepted.row_no is null, ending.delivery, null) as delivery
  from ending asof left join accepted
    on ending.row_key = accepted.row_key and ending.row_no > accepted.row_no;

{{replacing}}

update {{read}} set faults = 'WITHDRAWS_NOTHING'
  where faults is null and layout is null and withdraws and rowid + 1 not in (select row_no from staging.outcomes);
