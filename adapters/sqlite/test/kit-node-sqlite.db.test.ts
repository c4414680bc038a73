import { testInMemory } from './kit.ts'

testInMemory('node:sqlite')
