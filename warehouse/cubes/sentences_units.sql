-- The same judgments counted in other units and by other rules (docs/methods/counting.md). One switch is turned at a time:
-- each row of the answer says which, all others stand as they do by default. The date is that of the judgment.
with ladder as (
  select code, parent as class, severity from facts.main.codes where list = 'sanction_categories'
), judgments as (
  select case_key, person_key, sentenced_on from facts.main.persons
), held as (
  select row_key, case_key, person_key, charge_no, sanction_no, in_force_on, article, regime, offence, sanction_category, length
  from facts.main.sentences
), pronounced as (
  select * exclude (age)
  from (
    select null::integer as age, row_key, case_key, person_key, charge_no, sanction_no, in_force_on, article, regime, offence, sanction_category, length
    from facts.main.sentences where stage = 'first_instance'
    union all
    select row_number() over (order by ended_as = 'late', delivery desc, rowid desc), row_key, case_key, person_key, charge_no, sanction_no, in_force_on, article, regime, offence, sanction_category, length
    from facts.main.sentences_history where stage = 'first_instance' and ended_as in ('superseded', 'late')
      and row_key in (select row_key from facts.main.sentences)
  )
  qualify row_number() over (partition by row_key order by age nulls first) = 1
), staged as (
  select 'latest' as stage, * from held
  union all select 'first_instance', * from pronounced
  union all select 'in_force', * from held where in_force_on is not null
), ranked as (
  select
    staged.*, judgments.sentenced_on, ladder.class,
    (-ladder.severity, coalesce(-length, 1e9), coalesce(-maxima.months, 1e9), staged.article, charge_no, sanction_no, row_key) as by_severity,
    (coalesce(-maxima.months, 1e9), -ladder.severity, coalesce(-length, 1e9), staged.article, charge_no, sanction_no, row_key) as by_maximum
  from staged
  join judgments using (case_key, person_key)
  join ladder on ladder.code = staged.sanction_category::varchar
  left join facts.main.statutory_maxima as maxima on maxima.article = staged.article and maxima.regime = staged.regime
), persons as (
  select
    stage, case_key::varchar || person_key::varchar as unit_id, year(min(sentenced_on){{shift}}) as year,
    arg_min(class, by_severity) as class, arg_min(class, by_maximum) as class_by_maximum, arg_min(offence, by_severity) as offence
  from ranked
  group by stage, case_key, person_key
), counted as (
  select 'person' as unit, 'severest' as rule, 'own' as placement, stage, 'recorded' as view, year, class, unit_id from persons
  union all
  select 'person', 'highest_maximum', 'own', stage, 'recorded', year, class_by_maximum, unit_id from persons where stage = 'latest'
  union all
  select 'person', 'severest', 'custodial', stage, 'recorded', year, if(class = 'SUSP', 'CUST', class), unit_id from persons where stage = 'latest'
  union all
  select 'person', 'severest', 'own', stage, 'bridged', year, class, unit_id from persons where stage = 'latest' and offence::varchar in ({{bridged_offences}})
  union all
  select 'case', 'severest', 'own', stage, 'recorded', year(min(sentenced_on){{shift}}), arg_min(class, by_severity), case_key::varchar
  from ranked where stage = 'latest' group by stage, case_key
  union all
  select 'charge', 'severest', 'own', stage, 'recorded', year(min(sentenced_on){{shift}}), arg_min(class, by_severity), case_key::varchar || person_key::varchar || coalesce(charge_no::varchar, min(row_key::varchar))
  from ranked where stage = 'latest' group by stage, case_key, person_key, charge_no, if(charge_no is null, row_key, null)
  union all
  select 'sanction', 'severest', 'own', stage, 'recorded', year(sentenced_on{{shift}}), class, row_key::varchar
  from ranked where stage = 'latest'
  union all
  select 'person_year', 'severest', 'own', stage, 'recorded', year(sentenced_on{{shift}}), arg_min(class, by_severity), person_key::varchar || year(sentenced_on{{shift}})
  from ranked where stage = 'latest' group by stage, person_key, year(sentenced_on{{shift}})
)
select
  year::smallint as year, unit::{{unit_type}} as unit, rule::{{rule_type}} as rule, placement::{{placement_type}} as placement,
  stage::{{stage_type}} as stage, view::{{view_type}} as view, class::{{sanction_class_type}} as sanction_class,
  unit_id
from counted
