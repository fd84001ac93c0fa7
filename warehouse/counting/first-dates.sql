-- The date on which each row of a judgment was first delivered, whatever the rows that replaced it say: the one that counts
-- (docs/methods/counting.md). A row that was delivered once is not here. A withdrawn row never was.
with withdrawn as (
  select row_key, max(ended_by) as ended_by
  from facts.sentences_history
  where ended_as in ('withdrawn', 'replaced') and {{history_scope}}
  group by row_key
)
select row_key, arg_min(sentenced_on, (ended_as <> 'late', delivery, history.rowid)) as sentenced_on
from facts.sentences_history as history
left join withdrawn using (row_key)
where ended_as in ('superseded', 'late') and history.delivery >= coalesce(withdrawn.ended_by, 0) and {{first_scope}}
group by row_key
