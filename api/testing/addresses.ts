/** Addresses of pages and of what programs do not read; those of the API are in its description. */
export const pages = [
  '/',
  '/en',
  '/en/?region=KG-C&year=2021&period=year',
  ...['sdg', 'quality', 'fines', 'methods', 'releases', 'verify'].map((page) => `/en/${page}`),
  '/en/d/prison?sex=F&period=quarter',
  '/en/d/projection?divert=0.2',
  '/en/explore?dataset=sentences&measure=persons&by=year&region=KG-C&from=2020&to=2022&chart=lines',
  '/embed/prison-held?lang=ru&sex=F',
  '/v1/charts/explore.svg?measure=persons&by=year&lang=ru',
  '/v1/packs/2026-Q3/en.pdf?release=2026-Q3.1',
  '/v1/packs?release=2026-Q3.1',
  '/v/2026-Q3_2019-Q1.1',
  '/docs/reference',
  '/docs/',
  '/notebooks/',
  '/assets/taraza.css?v=1',
  '/openapi.json',
  '/sign-in',
  '/en/session',
  '/.well-known/security.txt',
]

/** Of the restricted process. */
export const restrictedPages = [
  '/',
  '/metrics',
  '/en/runs',
  '/en/runs/none',
  '/en/lineage?dataset=sentences&measure=persons&by=year&region=KG-C&from=2024&rows=yes',
  '/v1/runs/none',
  '/v1/budgets',
  '/health/live',
  '/health/ready',
  '/v1/catalog?level=analyst',
  '/v1/catalog/sentences?lang=ru',
  '/v1/releases',
  '/v1/intervals',
  '/v1/tables/fines',
  '/v1/tables/fines.csv?lang=ru',
  '/v1/data/sentences?measure=persons&by=year&sex=F&from=2021&level=analyst&sort=year',
  '/v1/statistics',
  '/v1/statistics/trend?dataset=sentences&measure=persons&by=year&level=analyst',
  '/en/d/prison?level=analyst&sex=F',
  '/en/explore?level=analyst&measure=persons&by=year',
]

/** Leads from no figure to a delivery: for tests that ask in every way, and not for the answer. */
export const nothingTraced = async () => ({ generation: '', figures: [], deliveries: [] })
