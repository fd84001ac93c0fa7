// What is changed, and which tests have to notice.

/** Tests of files in memory, and of nights over small registers: none takes more than a few seconds. */
const ofIngest = [
  'ingest/account/account.test.ts',
  'ingest/validate/first-rows.test.ts',
  'ingest/account/require-as-announced.test.ts',
  'ingest/cells/fold.test.ts',
  'ingest/validate/check-across-rows.test.ts',
  'ingest/validate/check-expression.test.ts',
  'ingest/validate/check-rows.test.ts',
  'ingest/validate/read-cells.test.ts',
  'ingest/cells/typed-column.test.ts',
  'ingest/dates.test.ts',
  'ingest/numbers-and-codes.test.ts',
  'ingest/lines-and-rows.test.ts',
  'ingest/plain-files.test.ts',
  'ingest/validate/pseudonyms.test.ts',
  'ingest/ingest-extract.test.ts',
  'ingest/files-as-they-come.test.ts',
  'ingest/quarantine/quarantine.test.ts',
  'ingest/read/formats.test.ts',
  'ingest/read/relations.test.ts',
  'ingest/table/row-numbers.test.ts',
  'ingest/refusals.test.ts',
  'ingest/screen/drawn-keys.test.ts',
  'ingest/screen/files.test.ts',
  'ingest/screen/first-look.test.ts',
  'ingest/screen/screen.test.ts',
  'ingest/screen/suspects.test.ts',
  'cli/nightly/accounting.test.ts',
]
const ofCounting = [
  'cli/testing/paper/paper.test.ts',
  'cli/testing/paper/counting-page.test.ts',
  'warehouse/counting/changed-judgments.test.ts',
  'warehouse/counting/count-persons.test.ts',
  'warehouse/counting/without-keys.test.ts',
  'warehouse/counting/attributes.test.ts',
  'warehouse/counting/handoff.test.ts',
  'warehouse/counting/scope.test.ts',
  'warehouse/counting/stated-age.test.ts',
  'warehouse/cubes/cube-slots.test.ts',
  'warehouse/cubes/custody.test.ts',
  'warehouse/cubes/establishment.test.ts',
  'warehouse/cubes/followup.test.ts',
  'warehouse/cubes/handoff.test.ts',
  'warehouse/cubes/sentences-units.test.ts',
  'warehouse/cubes/supervision.test.ts',
  'cli/nightly/registers.test.ts',
]

/** Folders, the tests of each, and whether only its SQL is changed. A file belongs to the first folder that holds it. */
export const targets = [
  { folder: 'ingest/validate/', tests: ofIngest },
  { folder: 'ingest/account/', tests: ofIngest },
  { folder: 'ingest/', tests: ofIngest, sqlOnly: true },
  { folder: 'warehouse/counting/', tests: ofCounting, sqlOnly: true },
  { folder: 'warehouse/cubes/', tests: ofCounting, sqlOnly: true },
]

export const targetOf = (file) => targets.find(({ folder }) => file.startsWith(folder))
