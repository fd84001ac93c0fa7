import { aliasCell } from '#jurisdictions'
import { inEachLanguage, labelColumns } from './labels.ts'
import type { CrosswalkCode, OwnCode } from './plan.ts'
import { placedLists } from './plan-region.ts'
import { sanctionOrder } from './plan-tables.ts'
import { csvCell } from './yaml.ts'

/** A list that the country defines itself: codes of its files, each the label of itself until somebody names it. */
export function listText(name: string, codes: readonly OwnCode[]): string {
  const hasParent = name === 'sanction_categories' || placedLists.some((placed) => placed === name)
  const isSanction = name === 'sanction_categories'
  const header = [
    'code',
    ...(hasParent ? ['parent'] : []),
    ...(isSanction ? ['severity', 'term'] : []),
    ...labelColumns,
  ]
  const rows = codes.map(({ code, label, parent }) => {
    const [severity, term] = sanctionOrder[parent ?? ''] ?? [10, '']
    const alias = label === code ? '' : aliasCell(label)
    const order = isSanction ? [String(severity), term] : []
    return [
      code,
      ...(hasParent ? [parent ?? ''] : []),
      ...order,
      ...inEachLanguage(label).map(([, text]) => text),
      alias,
    ]
  })
  const unknown = [
    'UNK',
    ...(hasParent ? ['UNK'] : []),
    ...(isSanction ? ['0', ''] : []),
    ...labelColumns.map(() => 'Not recorded'),
    '',
  ]
  return table([...header, 'aliases', 'status'], [...rows.map((row) => [...row, 'sample']), [...unknown, '']])
}

/** A table from the codes of the sender to canonical ones. */
export function crosswalkText(codes: readonly CrosswalkCode[]): string {
  return table(
    ['source', 'code'],
    codes.map(({ source, code }) => [source, code]),
  )
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[header, ...rows].map((row) => row.map(csvCell).join(',')).join('\n')}\n`
}
