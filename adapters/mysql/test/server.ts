import { mysqlFlavor, mysqlMissing } from '@vantage-ts/test-servers'
import { describe } from 'vitest'
import { variants } from '../src/server.ts'

/** Tests that need a server: skipped, and listed as such, where it is not installed; the start of the run says how to get it. */
export const describeOnServer = describe.skipIf(mysqlMissing() !== undefined)

/** The database that the tests run on. */
export const flavor = mysqlFlavor()
export const isMysql = flavor === 'mysql'

/** A whole number that vendor text gives: of 64 bits in MySQL, where MariaDB tells small ones. */
export const whole = (value: number): number | bigint => (isMysql ? BigInt(value) : value)

/** Its collation that compares by code point. */
export const exactly = variants[flavor].collation
