-- One row per person and judgment (docs/methods/counting.md). The principal sanction is the most severe by the published
-- ladder, then the longer one, then the one with the higher statutory maximum, then the one with the lower article number.
with ranked as (
  select
    sentences.*,
    ladder.parent as class_code,
    ladder.term,
    max(in_force_on) over (partition by case_key, sentenced_on, person_key) as judgment_in_force_on,
    row_number() over (
      partition by case_key, sentenced_on, person_key
      order by ladder.severity desc, length desc nulls last, maxima.months desc nulls last, sentences.article, charge_no, sanction_no, row_key
    ) as place
  from facts.sentences
  join facts.codes as ladder on ladder.list = 'sanction_categories' and ladder.code = sentences.sanction_category::varchar
  left join facts.statutory_maxima as maxima on maxima.article = sentences.article and maxima.regime = sentences.regime
  where {{scope}}
), principal as (
  select *, coalesce(age, year(sentenced_on) - birth_year) as age_at_sentence from ranked where place = 1
)
select
  case_key,
  person_key,
  sentenced_on,
  judgment_in_force_on as in_force_on,
  year(sentenced_on)::smallint as year,
  (year(sentenced_on) * 4 + quarter(sentenced_on) - 1)::smallint as quarter,
  (year(sentenced_on) * 12 + month(sentenced_on) - 1)::integer as month,
  ({{region}})::{{region_type}} as region,
  court,
  ({{offence_section}})::{{offence_section_type}} as offence_section,
  offence,
  sex,
  ({{age_band}})::{{age_band_type}} as age_band,
  class_code::{{sanction_class_type}} as sanction_class,
  sanction_category,
  (case when term is null then 'NA' when term = 'indeterminate' then 'LIFE' else {{length_band}} end)::{{length_band_type}} as length_band,
  case when term = 'fixed' then length end as length_months,
  regime
from principal
order by sentenced_on, court
