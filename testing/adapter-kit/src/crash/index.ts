export { crashTables, type CrashWork, crashWorks, runCrashWork, type Stored, storedIn } from './crash-work.ts'
