import { testInFile } from './kit.ts'

testInFile('better-sqlite3')
