import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { usesSharedHome } from './home-users.ts'

/** Files of tests that need the shared home come last: until then it is made. */
export class HomeUsersLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const uses = new Map(sorted.map((file) => [file, usesSharedHome(file.moduleId)]))
    return [...sorted.filter((file) => !uses.get(file)), ...sorted.filter((file) => uses.get(file))]
  }
}
