-- One row per person and judgment (docs/methods/counting.md). The principal sanction is the most severe by the published
-- ladder, then the longer one, then the one with the higher statutory maximum, then the one with the lower article number.
-- A judgment that was changed on appeal stays one judgment with the date on which it was first pronounced: each row keeps the
-- date of the first one delivered under its key, whatever those that replaced it say.
with first_delivered as (
  {{first_dates}}
), ladder as (
  select * from facts.codes where list = 'sanction_categories'
), judged as (
  select
    arg_min(
      sentences.rowid,
      (-ladder.severity, coalesce(-length, 1e9), coalesce(-maxima.months, 1e9), sentences.article, charge_no, sanction_no, sentences.row_key)
    ) as principal_row,
    min(coalesce(first_delivered.sentenced_on, sentences.sentenced_on)) as first_sentenced_on,
    max(in_force_on) as judgment_in_force_on
  from facts.sentences
  join ladder on ladder.code = sentences.sanction_category::varchar
  left join facts.statutory_maxima as maxima on maxima.article = sentences.article and maxima.regime = sentences.regime
  left join first_delivered on first_delivered.row_key = sentences.row_key
  where {{scope}}
  group by case_key, person_key
), principal as (
  select
    sentences.* exclude (sentenced_on),
    judged.first_sentenced_on as sentenced_on,
    ladder.parent as class_code,
    ladder.term,
    judged.judgment_in_force_on,
    coalesce(age, year(judged.first_sentenced_on) - birth_year) as age_at_sentence
  from judged
  join facts.sentences on sentences.rowid = judged.principal_row
  join ladder on ladder.code = sentences.sanction_category::varchar
)
select
  case_key,
  person_key,
  sentenced_on,
  judgment_in_force_on as in_force_on,
  year(sentenced_on{{shift}})::smallint as year,
  (year(sentenced_on{{shift}}) * 4 + quarter(sentenced_on{{shift}}) - 1)::smallint as quarter,
  (year(sentenced_on{{shift}}) * 12 + month(sentenced_on{{shift}}) - 1)::integer as month,
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
  regime,
  citizenship,
  disability,
  prior_conviction,
  domestic_violence,
  legal_aid,
  detained_before_trial
from principal
order by sentenced_on, court
