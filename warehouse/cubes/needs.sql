-- Needs found by assessments, nationally: each assessment stands here once for each domain that it scored.
select
  year(assessed_on{{shift}})::smallint as year, need::{{need_type}} as need,
  ({{need_level}})::{{need_level_type}} as need_level,
  row_key::varchar as unit_id
from (
  unpivot (select row_key, assessed_on, {{need_columns}} from facts.main.assessments)
  on {{need_names}} into name need value score
)
