-- Rows behind each supervision that ended: its own, and the last assessment before the end.
with ended as (
  select supervision.row_key, assessments.row_key as assessment
  from facts.main.supervision
  join facts.main.assessments on assessments.person_key = supervision.person_key and assessments.assessed_on <= supervision.ended_on
  where supervision.ended_on is not null and supervision.outcome not in ('open', 'transferred')
  qualify row_number() over (partition by supervision.row_key order by assessments.assessed_on desc, assessments.level <> 'UNK' desc, assessments.level desc) = 1
)
select row_key::varchar as unit_id, 'supervision' as register, row_key from ended
union all
select row_key::varchar, 'assessments', assessment from ended
