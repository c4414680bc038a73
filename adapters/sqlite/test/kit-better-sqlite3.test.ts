import { testDriver } from './kit.ts'

testDriver('better-sqlite3')
