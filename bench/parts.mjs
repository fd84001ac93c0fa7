/** What is measured, in the order of the promises, and on which sizes. */
export const parts = {
  ingest: {
    title: 'Taking in an extract, against a bare typed read_csv of the same file',
    sizes: ['small', 'medium', 'large'],
  },
  gate: { title: 'Looking for personal data, against a bare read_csv of the same file', sizes: ['small', 'medium'] },
  nightly: { title: 'A night', sizes: ['small'] },
  protect: { title: 'Protecting a quarter of 6,200 persons a year', sizes: ['small'] },
  questions: { title: 'Questions of pages on the protected cubes, not kept', sizes: ['small', 'medium'] },
  facts: { title: 'Questions of analysts and officers on the facts', sizes: ['small', 'medium', 'large', 'huge'] },
  kept: { title: 'Kept answers, 16 connections', sizes: ['small'] },
  readers: { title: 'Many readers: one process and two, while releases change', sizes: ['small'] },
  arrow: { title: 'A million rows as Arrow, against fetching chunks unread', sizes: ['small'] },
  charts: { title: 'One chart on the server', sizes: ['small'] },
  pages: { title: 'Pages', sizes: ['small', 'medium', 'history'] },
  'first-view': { title: 'First view on a phone with a fast 3G line', sizes: ['small'] },
  pack: { title: "The committee's pack in three languages", sizes: ['small'] },
  costs: { title: 'What kinds of requests cost, beside what the table of costs declares', sizes: ['history'] },
  attack: { title: 'Forty dear requests at a time of one address, and what another one notices', sizes: ['history'] },
  statistics: { title: 'Methods', sizes: ['small'] },
  start: { title: 'Starting a server', sizes: ['small', 'medium'] },
  'first-start': { title: 'The first page of a fresh clone', sizes: ['small'] },
}
