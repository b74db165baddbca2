import { BaseSequencer, type TestSpecification } from 'vitest/node'

const LONGEST = /test\/(?:server\/kill|server\/backup|browser\/life)\.test\.ts$/

/** What takes longest begins first, so that at the end nothing waits for it alone. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => LONGEST.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
