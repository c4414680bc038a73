import type { ErrorKind, Retry } from '@vantage-ts/core/adapter'

/** What an error of DuckDB means to the caller. */
export interface ErrorRule {
  /** What the driver's message says, after the class of the error. */
  readonly says: RegExp
  readonly kind: ErrorKind
  readonly retry: Retry
  readonly reason?: string
  /** What happened, in the place of the driver's text, which may hold values; absent: its first line, which holds names only. */
  readonly problem?: string
  /** What to do, as the end of the message. */
  readonly next: string
  /** Whether the message names the file of the database. */
  readonly namesPlace?: true
}

type Meaning = Omit<ErrorRule, 'says'>
const rule = (says: RegExp, meaning: Meaning): ErrorRule => ({ says, ...meaning })

const connection = (problem: string, next: string, reason: string, retry: Retry = 'never'): Meaning => ({
  kind: 'connection',
  retry,
  reason,
  problem,
  next,
  namesPlace: true,
})
const conflict = (problem: string): Meaning => ({
  kind: 'conflict',
  retry: 'safe',
  reason: 'serialization',
  problem,
  next: 'repeat the call, or the whole transaction',
})
const mistype = (problem: string): Meaning => ({
  kind: 'type-mismatch',
  retry: 'never',
  problem,
  next: 'compare the column of the entity with the one in the database or file',
})
const tooLarge = (problem: string, next: string): Meaning => ({ kind: 'too-large', retry: 'never', problem, next })
const invalid = (next: string, reason?: string, problem?: string): Meaning => ({
  kind: 'invalid',
  retry: 'never',
  next,
  ...(reason === undefined ? {} : { reason }),
  ...(problem === undefined ? {} : { problem }),
})

const taken: Meaning = {
  kind: 'conflict',
  retry: 'after-reread',
  reason: 'unique',
  problem: 'another row already has this id or unique value',
  next: 'read the row that is there, or choose another value',
}

/** By what the message says; the first that fits decides. */
export const errorRules: readonly ErrorRule[] = [
  // First, since a commit says it too.
  rule(/No space left on device|disk is full|File too large|Disk quota exceeded/i, {
    ...connection('the disk is full', 'make room and repeat the call', 'full', 'safe'),
  }),

  // Transactions.
  rule(/^TransactionContext Error: Failed to commit: .*duplicate key/s, taken),
  rule(
    /^TransactionContext Error: (?:Failed to commit: )?.*conflict/is,
    conflict('another transaction changed the same rows'),
  ),
  rule(/^(?:TransactionContext|Invalid Input) Error: Cannot (?:write|execute) .*read-only mode/, {
    kind: 'permission',
    retry: 'never',
    reason: 'read-only',
    problem: 'the database or transaction is only read',
    next: 'open it, or begin the transaction, without readOnly',
  }),
  rule(
    /^TransactionContext Error: Current transaction is aborted/,
    invalid('roll back and repeat the work', 'failed-transaction', 'an earlier statement of the transaction failed'),
  ),
  rule(/^TransactionContext Error/, invalid('leave beginning and ending to begin(), commit() and rollback()')),
  rule(/^INTERRUPT Error/, {
    kind: 'cancelled',
    retry: 'safe',
    problem: 'the statement was interrupted',
    next: 'repeat it',
  }),

  // Constraints.
  rule(/^Constraint Error: .*(?:duplicate key|violates (?:primary key|unique) constraint)/is, taken),
  rule(/^Constraint Error: NOT NULL constraint failed/, {
    kind: 'constraint',
    retry: 'never',
    reason: 'not-null',
    problem: 'a column that needs a value got none',
    next: 'give it one',
  }),
  rule(/^Constraint Error: CHECK constraint failed/, {
    kind: 'constraint',
    retry: 'never',
    reason: 'check',
    problem: 'a value does not meet a check of the table',
    next: 'correct the record',
  }),
  rule(/^Constraint Error: Violates foreign key constraint/, {
    kind: 'constraint',
    retry: 'never',
    reason: 'foreign-key',
    problem: 'a row refers to one that is not there, or is still referred to',
    next: 'write the row that is referred to first, or delete what refers to it in a transaction before',
  }),
  rule(/^Constraint Error: Merge error condition/, {
    kind: 'constraint',
    retry: 'never',
    reason: 'merge',
    problem: 'a clause of the merge refused a row, and nothing is changed',
    next: 'correct the rows; the cause says what the clause says',
  }),
  rule(/^Constraint Error/, {
    kind: 'constraint',
    retry: 'never',
    reason: 'other',
    problem: 'a constraint of the table refused',
    next: 'correct the record',
  }),

  // The file of the database.
  rule(
    /Could not set lock on file/,
    connection(
      'another process has the file open',
      'end that one, or open the file with readOnly in both',
      'locked',
      'safe',
    ),
  ),
  rule(
    /different configuration than existing connections/,
    connection(
      'this process has the file open with other options',
      'open both sources with the same options, or share one',
      'other-options',
    ),
  ),
  rule(
    /not a valid DuckDB database file/,
    connection('the file is no DuckDB database', 'name another file', 'not-a-database'),
  ),
  rule(
    /database does not exist|Cannot open file .*No such file or directory|Is a directory/,
    connection('the file cannot be opened', 'check that it and its folder exist', 'cannot-open'),
  ),
  rule(
    /max_temp_directory_size/,
    tooLarge(
      'the statement needs more temporary space than there may be',
      'narrow the set, or make room in tempFolder',
    ),
  ),
  rule(
    /^Out of Memory Error/,
    tooLarge('the statement needs more memory than DuckDB may take', 'narrow the set, or raise memoryLimit'),
  ),

  // Files that are tables.
  rule(/No files found that match the pattern/, {
    kind: 'not-found',
    retry: 'never',
    reason: 'no-file',
    problem: 'there is no such file',
    next: 'check the path',
  }),
  rule(
    /column count mismatch/,
    invalid(
      'name the columns that the file has, in its order',
      'other-columns',
      'the Parquet file has another number of columns than they are to go to',
    ),
  ),
  rule(
    /No magic bytes found|too small to be a Parquet file|Footer length error|Failed to read file|Invalid Parquet|[Pp]arquet.*(?:corrupt|footer|metadata)|TProtocolException|Invalid TType/,
    invalid('write it again, or name another', 'unreadable-parquet', 'the file is no Parquet file that can be read'),
  ),
  rule(
    /COLUMN_TYPES error|Schema mismatch between globbed files/,
    invalid(
      'compare the names in the entity with the first line of the file, and the delimiter with its options',
      'malformed-csv',
      'the CSV file has no columns of these names',
    ),
  ),
  rule(
    /^Invalid Input Error: (?:Error when (?:sniffing|converting)|CSV Error)|CSV Error on Line|read_csv/,
    invalid(
      'correct the line, or the options of the file',
      'malformed-csv',
      'the CSV file cannot be read as its columns are declared',
    ),
  ),
  rule(
    /Malformed JSON|JSON transform error|top-level JSON|read_json/i,
    invalid('correct the document', 'malformed-json', 'the JSON file cannot be read as its columns are declared'),
  ),
  rule(/requires the extension|^Missing Extension Error|^HTTP Error/, {
    kind: 'unsupported',
    retry: 'never',
    problem: 'this needs an extension of DuckDB that is not loaded',
    next: 'install and load it yourself; nothing is downloaded here',
  }),
  rule(/^IO Error: .*(?:Permission denied|Operation not permitted)/s, {
    kind: 'permission',
    retry: 'never',
    problem: 'the file system does not permit it',
    next: 'grant this process the right',
    namesPlace: true,
  }),
  rule(
    /Corrupt database file|does not match stored checksum|Could not read enough bytes|^Serialization Error|^FATAL Error|^INTERNAL Error|has been invalidated/,
    connection(
      'the file is damaged, or DuckDB failed inside',
      'close the source; restore the file from a backup if it stays so',
      'corrupt',
    ),
  ),
  rule(/^IO Error/, connection('reading or writing a file failed', 'see the cause', 'io', 'after-reread')),

  // Values.
  rule(/More than one row returned by a subquery/, {
    kind: 'cardinality',
    retry: 'never',
    problem: 'a single value was wanted and several rows came',
    next: 'narrow the inner set to one row',
  }),
  rule(
    /^Out of Range Error|out of range|[Oo]verflow/,
    tooLarge(
      'a number is out of the range of its type',
      'use a wider column, convert an operand with toDecimal(), or narrow the set',
    ),
  ),
  rule(
    /^Conversion Error: Casting value .* to type DECIMAL|^Conversion Error: Could not cast value .* to DECIMAL/s,
    tooLarge('a decimal has more digits than its type holds', 'use a wider column, or round it'),
  ),
  rule(/^Conversion Error/, mistype('the database cannot read a value as the type of its column')),
  rule(/^(?:Mismatch Type|Invalid Type) Error/, mistype('the database cannot read a value as the type of its column')),

  // Statements.
  rule(/expression depth/i, tooLarge('the statement is nested too deeply for DuckDB', 'narrow it')),
  rule(/Unexpected prepared parameter/, {
    kind: 'unsupported',
    retry: 'never',
    reason: 'bound-value',
    problem: 'DuckDB binds no values in RETURNING and in statements that define things',
    next: 'give back columns only, and compute the rest of them',
  }),
  rule(/correlated subquery|non-inner join on subquery/i, {
    kind: 'unsupported',
    retry: 'never',
    reason: 'no-plan',
    problem:
      'DuckDB has no plan for a sub-query here: it looks at the row outside, or stands in the condition of an outer join',
    next: 'write it as a join or a group',
  }),
  rule(
    /conflict target are not referenced|ON CONFLICT clause/i,
    invalid(
      'add a PRIMARY KEY or UNIQUE index on the id columns to the table',
      'no-key',
      'the id columns of the entity have no key in the table',
    ),
  ),
  rule(
    /^Catalog Error: Table with name|does not have a column|Referenced (?:column|table)|^Catalog Error/,
    invalid('compare the names in the entity with the database', 'unknown-name'),
  ),
  rule(/^Binder Error/, invalid('compare the statement in the details with the database')),
  rule(
    /Cannot prepare multiple statements/,
    invalid('send one after the other', undefined, 'a template holds several statements'),
  ),
  rule(/^Parser Error/, invalid('correct the text of the template')),
  rule(/^Not implemented Error/, { kind: 'unsupported', retry: 'never', next: 'write it another way' }),
  rule(/connection disconnected|connection closed|Connection Error/i, {
    kind: 'connection',
    retry: 'safe',
    problem: 'the connection is closed',
    next: 'repeat the call',
  }),
  rule(
    /^(?:Invalid Input|Syntax) Error/,
    invalid('correct the statement or its values', undefined, 'DuckDB refused a value or the statement'),
  ),
]

export const fallbackRule: ErrorRule = rule(/^/, {
  kind: 'internal',
  retry: 'never',
  problem: 'DuckDB failed',
  next: 'see the cause',
})
