export { type FaultyServer, type FaultySource, testServerFaults } from './test-server-faults.ts'
