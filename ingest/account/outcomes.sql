-- How every sound row ends. Of rows with one key the last counts; an earlier one was a duplicate if it said the same,
-- else it is superseded. A row that the house holds already, word for word, is a duplicate; a row older than the one that
-- is held (its delivery was sent earlier but came later) is superseded on arrival, and so is a row of days that a delivery
-- sent after it replaced as a whole: what is held of these days is settled. A withdrawal takes a held row back.
create or replace view staging.sound as
  select * from {{checked}} where faults is null and layout is null;

create or replace table staging.repeated as
  with keys as (select row_key from staging.sound group by row_key having count(*) > 1)
  select row_key, max(row_no) as last_row_no, arg_max(content, row_no) as last_content,
    arg_max(withdraws, row_no) as last_withdraws
  from staging.sound
  where row_key in (from keys)
  group by row_key;

create or replace table staging.outcomes as
  select row_no, if(content = last_content, 'duplicate', 'superseded') as outcome
  from staging.sound join staging.repeated using (row_key)
  where row_no < last_row_no;

create or replace table staging.met as
  select
    sound.row_no, sound.row_key, sound.withdraws, held.delivery,
    sound.content = held.content as same,
    held.delivery in {{later}} or {{settled}} as late
  from staging.sound
  join {{held}} as held using (row_key)
  where row_no not in (select row_no from staging.outcomes);

insert into staging.outcomes
  select row_no, case when late then if(same, 'duplicate', 'superseded') when withdraws then 'withdrawn' else 'duplicate' end
  from staging.met
  where late or withdraws or same;

insert into staging.outcomes
  select row_no, 'superseded' from staging.sound
  where {{overtaken}} and row_no not in (select row_no from staging.outcomes);

-- A row that was withdrawn within one and the same file was never held.
insert into staging.outcomes
  select row_no, 'withdrawn'
  from staging.sound
  where withdraws and row_key in (select row_key from staging.repeated) and row_no not in (select row_no from staging.outcomes);

create or replace table staging.ended as
  select row_key, delivery, if(withdraws, 'withdrawn', 'superseded') as ended_as
  from staging.met
  where not late and (withdraws or not same);

insert into staging.ended
  select row_key, delivery, 'replaced'
  from {{held}} as held
  where ({{replaces}}) and not {{settled}} and row_key not in (select row_key from staging.sound);

update {{read}} set faults = 'WITHDRAWS_NOTHING'
  where faults is null and layout is null and withdraws and rowid + 1 not in (select row_no from staging.outcomes);
