import { mariadbMissing } from '@vantage-ts/test-servers'
import { describe } from 'vitest'

/** Tests that need MariaDB: skipped, and listed as such, where it is not installed; the start of the run says how to get it. */
export const describeOnServer = describe.skipIf(mariadbMissing() !== undefined)
