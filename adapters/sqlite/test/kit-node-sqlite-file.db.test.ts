import { testInFile } from './kit.ts'

testInFile('node:sqlite')
