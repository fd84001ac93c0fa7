-- Rows behind each judgment that probation has to register: those of the judgment, and its executive orders.
select case_key::varchar || person_key::varchar as unit_id, 'sentences' as register, row_key
from facts.main.sentences
union all
select case_key::varchar || person_key::varchar, 'supervision', row_key
from facts.main.supervision
where kind = 'executive'
