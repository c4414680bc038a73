import type { AtlasQuestion } from './questions/question.ts'

/** What `--help` says. */
export const helpLines = (questions: readonly AtlasQuestion[]): string[] => [
  'Asks questions that cross four engines: countries in SurrealDB, cities in PostgreSQL, airports in a CSV file,',
  'flights in SQLite. The first start loads public data, which takes a few seconds; later ones find it there.',
  '',
  'Usage: npm start -- [question …] [options]',
  '       npm start -s -- --json          the -s keeps npm itself quiet',
  '',
  'Questions (all of them when none is named):',
  ...questions.map(({ name, title }) => `  ${name.padEnd(14)}${title}`),
  '',
  'Options:',
  '  --limit N     at most N rows per answer',
  '  --json        one JSON object per question and line on stdout: question, rows, statements per source',
  '  --flights 3m  ask of 3,000,000 flights in a Parquet file, which DuckDB reads where it lies; 20k otherwise',
  '  --data FOLDER where the data of the engines is kept; .cache/atlas in the repository otherwise',
  '  --help, -h    this text',
]
