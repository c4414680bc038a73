import { testDriver } from './kit.ts'

testDriver('node:sqlite')
