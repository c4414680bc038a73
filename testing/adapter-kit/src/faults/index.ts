export { type FaultyServer, type FaultySource, type SentSteps, testServerFaults } from './test-server-faults.ts'
