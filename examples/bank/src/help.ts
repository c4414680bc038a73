import { steps } from './steps/steps.ts'

/** What `--help` says. */
export const helpLines = (): string[] => [
  'A day of a bank whose balances are what its ledger entries come to, on any engine with transactions.',
  '',
  'Usage: npm run bank -- [options]',
  '',
  'What happens:',
  ...steps.map(({ name, title }) => `  ${name.padEnd(12)}${title}`),
  '',
  'Options:',
  '  --engine NAME  memory (unless told), sqlite, postgres, mysql, surrealdb, duckdb; all of them with all, which also compares them',
  '  --json         one JSON object per step and engine and line on stdout',
  '  --help, -h     this text',
]
