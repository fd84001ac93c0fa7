-- Rows of sentences behind each unit that the same judgments can be counted in.
select
  unnest([
    case_key::varchar || person_key::varchar,
    case_key::varchar,
    case_key::varchar || person_key::varchar || coalesce(charge_no::varchar, row_key::varchar),
    row_key::varchar,
    person_key::varchar || year(judgments.sentenced_on{{shift}})
  ]) as unit_id,
  'sentences' as register,
  row_key
from (select case_key, person_key, charge_no, row_key from facts.main.sentences)
join (select case_key, person_key, sentenced_on from facts.main.persons) as judgments using (case_key, person_key)
