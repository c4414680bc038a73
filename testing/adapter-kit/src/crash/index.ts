export { crashTables, runCrashWork } from './crash-work.ts'
