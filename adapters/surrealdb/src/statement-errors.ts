import type { ErrorDetails, ErrorKind } from '@vantage-ts/core/adapter'
import { type ErrorRow, overflow } from './error-row.ts'
import { withoutValues } from './without-values.ts'

// What is wrong with a statement, or with a value that it met: rows of the error table, in its order.

/** A row whose meaning is the same for all failures that it tells. */
const row = (id: string, text: RegExp, kind: ErrorKind, message: string, details?: ErrorDetails): ErrorRow => ({
  id,
  text,
  means: () => ({ message, kind, ...(details === undefined ? {} : { details }) }),
})

const numeral = "'-?(?:\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?(?:f|dec)?|NaN|inf)'"
/** The engine shows both operands in quotes, numbers and texts alike. */
const calculationOfNumbers = new RegExp(
  `^Cannot (?:perform \\w+ with ${numeral} and ${numeral}|raise the value ${numeral} with ${numeral}|negate the value ${numeral})$`,
)

const called = (name: string): string => (name === 'ANONYMOUS' ? 'a closure' : `${name}()`)

const lookAtIt = 'preview() shows its text'

/** Values that a calculation, a cast, a function or a method does not take. */
const values: readonly ErrorRow[] = [
  row(
    'calculation with null',
    /^Cannot (?:perform \w+ with|raise the value|negate the value).*'(?:NONE|NULL)'/s,
    'invalid',
    'vendor text calculates with a null, which SurrealQL refuses; give it a value there with ??',
  ),
  row('calculation beyond its type', calculationOfNumbers, 'too-large', overflow),
  {
    id: 'calculation with no number',
    text: /^Cannot (?:perform (\w+) with|raise the value|negate the value)/,
    means: (_, [text, what = text === 'Cannot raise the value' ? 'a power' : 'negation']) => ({
      message: `${what} met a value that is no number; a stored value is none of its column's type, or vendor text mixes types`,
      kind: 'type-mismatch',
    }),
  },
  {
    id: 'arithmetic overflow',
    says: /operation results in an arithmetic overflow/,
    means: () => ({ message: overflow, kind: 'too-large' }),
  },
  {
    id: 'cast to a number',
    text: /^Could not cast into `(int|decimal)` using input `[-+]?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?(?:f|dec)?|NaN|inf)`/i,
    means: (_, [, type]) => ({ message: overflow, kind: 'too-large', details: { type } }),
  },
  {
    id: 'cast',
    text: /^Could not cast into `([^`]+)`/,
    means: (_, [, type = '']) => ({
      message: `a value cannot be made a ${type}`,
      kind: 'type-mismatch',
      details: { type },
    }),
  },
  row(
    'range longer than an array',
    /^Casting range .* to an array would create an array larger/s,
    'too-large',
    'the range has more items than an array takes; narrow it, or go through it with for(…)',
  ),
  {
    id: 'type of a value',
    text: /^Expected `([^`]+)` but found `/,
    means: (_, [, type = '']) => ({
      message: `a value of type ${type} is wanted where another one came; cast it, or give one of that type`,
      kind: 'type-mismatch',
      details: { type },
    }),
  },
  {
    id: 'result longer than a function gives',
    text: /^Incorrect arguments for function ([\w:]+)\(\)\. Output must not exceed (\d+) bytes/,
    means: (_, [, name = '', most = '']) => ({ message: `${name}() gives at most ${most} bytes`, kind: 'too-large' }),
  },
  {
    id: 'number of arguments',
    text: /^Incorrect arguments for (function|method) ([\w:]+)\(\)\. (?:Expected|The function expects) ((?:no|\d+)(?:(?:,| to| or|, or) \d+)* arguments?)/,
    means: (_, [, what, name = '', wanted = '']) => ({
      message: `${called(name)} takes ${wanted}${what === 'method' ? ', the value that it is called on among them' : ''}; give it so many`,
      kind: 'invalid',
    }),
  },
  {
    id: 'arguments of a function',
    text: /^Incorrect arguments for (?:function|method) ([\w:]+)\(\)(?:\. (?!Argument)(.*))?/s,
    means: (_, [, name = '', words]) => ({
      message:
        words === undefined
          ? `${called(name)} was given a value of another type; a stored value is none of its column's type, or the call gives another one`
          : `${called(name)} does not take what it was given: ${withoutValues(words)}`,
      kind: 'type-mismatch',
    }),
  },
  {
    id: 'arguments of a function, in words',
    text: /^Function '([\w:]+)' expects ((?:(?!, got: ).)*)(, got: )?/s,
    means: (_, [, name = '', wanted = '', got]) => ({
      message: `${name}() expects ${withoutValues(wanted)}`,
      kind: got === undefined ? 'invalid' : 'type-mismatch',
    }),
  },
  row(
    'number beyond a part',
    /^out of range integral type conversion attempted/,
    'type-mismatch',
    'a number is beyond what a function takes in its place, such as a day of a month; give it a smaller one, from 0 up',
  ),
  {
    id: 'result of a function',
    text: /^Couldn't coerce return value from function `([\w:]+)`/,
    means: (_, [, name = '']) => ({
      message: `${name}() gave a value of another type than it is defined to give; correct its definition`,
      kind: 'type-mismatch',
    }),
  },
  {
    id: 'result below the least of its type',
    says: /operation results in a negative value|^Cannot multiply a duration with a negative number/,
    means: () => ({ message: overflow, kind: 'too-large' }),
  },
  {
    id: 'method of another type',
    text: /^Method '(\w+)' cannot be called on value of type '([\w<>| ]+)'/,
    means: (_, [, name = '', type = '']) => ({
      message: `${name}() is no method of a value of type ${type}; cast the value first, or leave out rows that have another one`,
      kind: 'type-mismatch',
      details: { type },
    }),
  },
  {
    id: 'unknown method',
    text: /^There was a problem running the (\w+)\(\) function\. no such method found for the ([\w<>| ]+) type/,
    means: (_, [, name = '', type = '']) => ({
      message: `there is no method ${name}() of a value of type ${type}; take another, or fn('${name}')(…) for a function of the database`,
      kind: 'invalid',
      details: { reason: 'unknown-function' },
    }),
  },
  {
    id: 'call of no function',
    text: /^There was a problem running the [\w:]+\(\) function\. '([\w<>| ]+)' is not a function/,
    means: (_, [, type = '']) => ({
      message: `what is called is no function but a value of type ${type}; invoke() is of a closure(…)`,
      kind: 'type-mismatch',
      details: { type },
    }),
  },
  {
    id: 'function that fails',
    text: /^There was a problem running the ([\w:]+)\(\) function\. (.*)/s,
    means: (_, [, name = '', words = '']) => ({
      message: `${called(name)} refuses its arguments: ${withoutValues(words)}`,
      kind: 'invalid',
    }),
  },
  {
    id: 'dimension of a vector',
    text: /^Incorrect vector dimension \((\d+)\)\. Expected a vector of (\d+) dimension/,
    means: (_, [, given = '', wanted = '']) => ({
      message: `a vector of ${given} numbers meets an index of ${wanted}; give it ${wanted} numbers`,
      kind: 'type-mismatch',
    }),
  },
  row(
    'function as a value',
    /^(?:Closure values cannot be converted to public value|A user generated conversion error occured: Closures cannot)/,
    'unsupported',
    'a function is no value to store or to give back; call it, with invoke(…)',
  ),
  row(
    'pattern as a value',
    /^Unsupported value type: Regex/,
    'unsupported',
    "a regular expression is no value to give back; make it text: cast('string', …)",
  ),
]

/** Statements that cannot be read, or that stop at one of their parts. */
const parts: readonly ErrorRow[] = [
  row(
    'several where one is wanted',
    /^Expected a single result output when using the ONLY keyword$/,
    'cardinality',
    'only() met several records; narrow the statement, or leave only() out',
  ),
  row(
    'key that is none',
    /^Found .* for the Record ID but this is not a valid id$/s,
    'type-mismatch',
    'the key of a record is text, a whole number, a uuid, an array or an object, and a value was none of these; cast it',
  ),
  row(
    'table that is none',
    /^Found .* for the Record ID but this is not a valid table name$/s,
    'type-mismatch',
    'the table of a record is a text, and a value was none; give its name',
  ),
  row(
    'ends of an edge',
    /^Found .* for the `(?:id|in|out)` field, which does not match the existing field value$/s,
    'constraint',
    'a record keeps its id, and an edge the records that it leads from and to; delete it, and insert another one',
    { reason: 'edge' },
  ),
  {
    id: 'data that is no object',
    text: /^Cannot use .* in a (CONTENT|MERGE|REPLACE) clause$/s,
    means: (_, [, clause = '']) => ({
      message: `${clause.toLowerCase()} takes an object of fields, and a value was none; give it { field: value }`,
      kind: 'type-mismatch',
    }),
  },
  {
    id: 'patch that is none',
    text: /^The JSON Patch contains invalid operations\. (?:Failed to parse JSON patch structure: )?(.*)/s,
    means: (_, [, words = '']) => ({
      message: `patch() takes steps such as { op: 'replace', path: '/name', value: 'Ann' }: ${withoutValues(words)}`,
      kind: 'invalid',
    }),
  },
  {
    id: 'patch whose test fails',
    text: /^Given test operation failed for JSON Patch/,
    means: () => ({
      message: 'a record is not as a test step of patch() wants it; read it again, and decide anew',
      kind: 'conflict',
      retry: 'after-reread',
      details: { reason: 'patch-test' },
    }),
  },
  row(
    'path to fetch',
    /^Found .* on FETCH CLAUSE/s,
    'invalid',
    'fetch() takes fields and paths that hold records, and met something else; give it such as p.boss',
  ),
  row(
    'recursion without records',
    /^Expected a record ID during recursive graph traversal/,
    'type-mismatch',
    'recurse() goes from record to record, and met something else; let its path end at records',
  ),
  row(
    'recursion without end',
    /^Exceeded the idiom recursion limit/,
    'too-large',
    'recurse() went deeper than SurrealDB goes; say how far: recurse({ to: 10 }, …)',
  ),
  row(
    'repetition outside a recursion',
    /^Tried to use a `@` repeat recurse symbol/,
    'invalid',
    'again() stands at the end of a path in recurse(…).pick(…), and nowhere else; leave it out',
  ),
  row(
    'break outside a loop',
    /^Invalid control flow statement/,
    'invalid',
    'breakLoop and continueLoop stand in the body of for(…), and nowhere else; leave them out',
  ),
  row(
    'live queries',
    /^Unable to perform the realtime query/,
    'unsupported',
    'this server takes no live queries over this connection; connect to it by ws or wss',
  ),
  row(
    'rows of the past',
    /^The underlying datastore does not support versioned queries/,
    'unsupported',
    'this storage keeps no rows of the past; leave version() out, or run SurrealDB on one that does',
  ),
  row(
    'referenced record',
    /^Cannot delete `.*` as it is referenced by/s,
    'constraint',
    'other records refer to this one, and their field rejects its deletion; delete or change them first',
    { reason: 'foreign-key' },
  ),
  row('missing record', /^The record '.*' does not exist$/s, 'not-found', 'the record does not exist; create it first'),
  {
    id: 'missing definition',
    text: /^(?:\w+ '.*' not found: )?The (analyzer|index|sequence|bucket|param|module|event|field) '([$\w:]+)' does not exist/s,
    means: (_, [, what = '', name = '']) => ({
      message: `there is no ${what} ${name} in this database; define it`,
      kind: 'not-found',
      details: { reason: what },
    }),
  },
  {
    id: 'statement with a wrong part',
    text: /^(?:Invalid statement: |Invalid query: |Invalid field path |Cannot execute (?:\w+ )?statement|(?:LIMIT\/START|LIMIT|START) must be|.*: Couldn't write to a read only transaction)/,
    means: ({ message }) => ({
      message: `SurrealDB refuses the statement: ${withoutValues(message)}; ${lookAtIt}`,
      kind: 'invalid',
    }),
  },
]

export const statementErrors: readonly ErrorRow[] = [
  {
    id: 'nesting',
    says: /recursion depth limit|excessive computation depth|RecursionLimitExceeded/,
    means: () => ({
      message: 'this is nested deeper than SurrealDB takes (about 20 levels); flatten the expression or the value',
      kind: 'too-large',
    }),
  },
  {
    id: 'parse error',
    text: /^Parse error: ([^\n]*)/,
    means: (_, [, what = '']) => ({
      message: `SurrealDB cannot read the statement: ${what}; ${lookAtIt}`,
      kind: 'invalid',
    }),
  },
  ...values,
  ...parts,
]
