-- Rows of sentences behind each person and judgment: together they say which sanction is the principal one.
select case_key::varchar || person_key::varchar as unit_id, 'sentences' as register, row_key
from facts.main.sentences
