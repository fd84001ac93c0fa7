import type { AccessLevel, Catalog } from '#warehouse'
import { bulkOperations } from './bulk/bulk-operations.ts'
import { catalogOperations } from './data/catalog-operations.ts'
import { dataOperation } from './data/data-operation.ts'
import { finesOperations } from './data/fines-operations.ts'
import { healthOperations } from './data/health-operations.ts'
import { releaseOperations } from './data/release-operations.ts'
import { discoveryOperations } from './discovery/discovery-operations.ts'
import { indicatorOperations } from './indicators/indicator-operations.ts'
import type { Operation, OperationDescription } from './operations/operation.ts'
import { handOverOperation } from './sdg/hand-over-operation.ts'
import { sdmxDataOperation } from './sdmx-rest/data-operation.ts'
import { sdmxStructureOperation } from './sdmx-rest/structure-operation.ts'
import { statisticsOperations } from './statistics/statistics-operations.ts'

/** What the processes of all levels answer. */
export function operationsOfLevels<L extends AccessLevel>(catalog: Catalog): readonly Operation<L>[] {
  return [
    ...catalogOperations<L>(catalog),
    dataOperation<L>(catalog),
    ...statisticsOperations<L>(catalog),
    ...releaseOperations<L>(),
    ...finesOperations<L>(),
    ...healthOperations<L>(),
  ]
}

/** What the public server answers, pages and what belongs to them left out. @param all - see {@link discoveryOperations} */
export function publicOperations(
  catalog: Catalog,
  all: () => readonly OperationDescription[] = () => [],
): readonly Operation<'public'>[] {
  return [
    ...operationsOfLevels<'public'>(catalog),
    handOverOperation,
    ...indicatorOperations,
    sdmxDataOperation(catalog),
    sdmxStructureOperation,
    ...bulkOperations,
    ...discoveryOperations(all),
  ]
}
