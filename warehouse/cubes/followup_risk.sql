-- Supervision that ended, by the level of the last assessment before the end; of several on one day, by the highest.
select
  year(ended_on{{shift}})::smallint as year, assessments.level, supervision.outcome, supervision.sex,
  ({{broad_age_at_registration}})::{{broad_age_type}} as broad_age,
  supervision.row_key::varchar as unit_id
from facts.main.supervision
join facts.main.assessments on assessments.person_key = supervision.person_key and assessments.assessed_on <= supervision.ended_on
where supervision.ended_on is not null and supervision.outcome not in ('open', 'transferred')
qualify row_number() over (partition by supervision.row_key order by assessments.assessed_on desc, assessments.level <> 'UNK' desc, assessments.level desc) = 1
