-- Persons sentenced by one attribute at a time: each person stands here once for each attribute.
select year, region, sanction_class, attribute::{{attribute_type}} as attribute, attribute_value, unit_id
from (
  unpivot (
    select
      year, region, sanction_class, case_key::varchar || person_key::varchar as unit_id,
      coalesce(citizenship::varchar, 'UNK')::{{attribute_value_type}} as citizenship,
      case disability when true then 'yes' when false then 'no' else 'UNK' end::{{attribute_value_type}} as disability,
      case prior_conviction when true then 'yes' when false then 'no' else 'UNK' end::{{attribute_value_type}} as prior_conviction,
      case domestic_violence when true then 'yes' when false then 'no' else 'UNK' end::{{attribute_value_type}} as domestic_violence,
      case legal_aid when true then 'yes' when false then 'no' else 'UNK' end::{{attribute_value_type}} as legal_aid,
      case detained_before_trial when true then 'yes' when false then 'no' else 'UNK' end::{{attribute_value_type}} as detained_before_trial,
      coalesce(regime, 'UNK')::{{attribute_value_type}} as regime
    from facts.main.persons
  )
  on citizenship, disability, prior_conviction, domestic_violence, legal_aid, detained_before_trial, regime
  into name attribute value attribute_value
)
