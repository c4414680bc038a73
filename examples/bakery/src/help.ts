import { questions } from './questions/questions.ts'

/** What `--help` says. */
export const helpLines = (): string[] => [
  'Asks a bakery questions in the words of its business, on any engine: bakeries, clients, products, orders.',
  '',
  'Usage: npm run bakery -- [question …] [options]',
  '',
  'Questions (all of them when none is named):',
  ...questions.map(({ name, title }) => `  ${name.padEnd(20)}${title}`),
  '',
  'Options:',
  '  --engine NAME  memory (unless told), sqlite, postgres, mysql, surrealdb, duckdb, csv, ndjson, json;',
  '                 across has the clients in SQLite and their orders in PostgreSQL, and is asked what crosses;',
  '                 all of them with all, which also compares their answers',
  '  --json         one JSON object per question and engine and line on stdout',
  '  --help, -h     this text',
]
