-- Rows behind each assessment: its own, and the supervision of the person, which says the sex.
select row_key::varchar as unit_id, 'assessments' as register, row_key
from facts.main.assessments
union all
select assessments.row_key::varchar, 'supervision', supervision.row_key
from facts.main.assessments
join facts.main.supervision using (person_key)
