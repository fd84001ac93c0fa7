import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A register that no jurisdiction of the package has: files only. */
const files: Readonly<Record<string, string>> = {
  'registers.yaml': `complaints:
  label: { ky: Даттануулар, ru: Жалобы, en: Complaints }
  columns:
    complaint_key: key
    facility: code of facilities
    topic: code of complaint_topics
    lodged_on: { type: date, since: reported }
`,
  'contracts/complaints.yaml': `register: complaints
owner: { ky: Акыйкатчы, ru: Омбудсмен, en: Ombudsman }
row: one complaint
files: "complaints_*"
format: { delimiter: ";" }
delivery: { mode: append, key: [complaint_key], date_column: lodged_on, not_before: 2015-01-01 }
columns:
  complaint_key: { from: COMPLAINT, type: key }
  facility: { from: FACILITY, type: code }
  topic: { from: TOPIC, type: code }
  lodged_on: { from: LODGED, type: date, format: "%d.%m.%Y" }
`,
  'lists/complaint_topics.csv': `code,ky,ru,en
food,Тамак,Питание,Food
health,Ден соолук,Здоровье,Health
UNK,Белгисиз,Неизвестно,Not known
`,
  'cubes/cubes.yaml':
    'complaints: { kind: flow, registers: [complaints], needs: { complaints: [lodged_on] }, rows: [quarter, complaint_topic] }\n',
  'cubes/complaints.sql': `select (year(lodged_on) * 4 + quarter(lodged_on) - 1)::smallint as quarter, year(lodged_on)::smallint as year,
  topic as complaint_topic, row_key::varchar as unit_id
from facts.main.complaints
`,
  'catalog/dimensions.yaml':
    'complaint_topic: { list: complaint_topics, label: { ky: Тема, ru: Тема, en: Topic of the complaint } }\n',
  'catalog/datasets/complaints.yaml': `name: complaints
label: { ky: Даттануулар, ru: Жалобы, en: Complaints }
unit: { ky: Даттануу, ru: Жалоба, en: Complaint }
counting_rule: { ky: Ар бири бир жолу, ru: Каждая один раз, en: Each complaint once }
event_date: { ky: берилген күнү, ru: день подачи, en: day of the complaint }
counts:
  complaints: { cube: complaints }
measures:
  complaints:
    expression: { count: complaints }
    unit: cases
    label: { ky: Даттануулар, ru: Жалобы, en: Complaints }
    definition: { ky: Даттануулар., ru: Жалобы., en: Complaints from prisons. }
`,
}

/** Gives a jurisdiction the register of complaints. @param changed - files that are written otherwise */
export function addComplaints(folder: string, changed: Readonly<Record<string, string>> = {}): void {
  for (const [name, text] of Object.entries({ ...files, ...changed })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

/** An extract of complaints, one for each topic of the list. */
export function complaintsCsv(...topics: readonly string[]): string {
  const rows = topics.map((topic, at) => `K${at};SIZO-1;${topic};${String(at + 1).padStart(2, '0')}.02.2024`)
  return `${['COMPLAINT;FACILITY;TOPIC;LODGED', ...rows].join('\n')}\n`
}
