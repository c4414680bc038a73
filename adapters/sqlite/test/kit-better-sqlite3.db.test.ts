import { testInMemory } from './kit.ts'

testInMemory('better-sqlite3')
