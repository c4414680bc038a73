import fc from 'fast-check'

/** What the trees are built with: the operators that all SQL expressions have. */
export type LooseExpression = { readonly [Name in Operator]: (...given: readonly unknown[]) => LooseExpression }
type Operator =
  | ('eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'between' | 'notBetween' | 'in' | 'notIn' | 'isNull' | 'isNotNull')
  | ('isDistinctFrom' | 'isNotDistinctFrom' | 'like' | 'notLike' | 'and' | 'or' | 'not' | 'plus' | 'minus' | 'mul')
  | ('div' | 'mod' | 'negate' | 'concat' | 'operator' | 'collate' | 'when' | 'otherwise')

/** The words of a dialect that the trees are built with. */
export type LooseWords = {
  readonly [Name in 'value' | 'cast' | 'coalesce' | 'nullIf' | 'when' | 'caseOf' | 'lower' | 'exists' | 'notExists']: (
    ...given: readonly unknown[]
  ) => LooseExpression
}

export type Kind = 'int' | 'text' | 'bool'

/** An expression twice: built, and written with brackets around every part. */
export interface Tree {
  readonly kind: Kind
  readonly text: string
  readonly build: () => LooseExpression
}

/** One operator over trees. */
export interface TreeOperator {
  readonly of: Kind
  readonly over: readonly Kind[]
  readonly build: (args: readonly LooseExpression[]) => LooseExpression
  readonly print: (args: readonly string[]) => string
}

/** What some dialects write otherwise. */
export interface TreeForms {
  distinct(left: string, right: string): string
  same(left: string, right: string): string
  joined(left: string, right: string): string
  /** Values that the operators bind themselves: a constant may be of another type than they are. */
  readonly zero: string
  readonly escapeText: string
}
const standard: TreeForms = {
  distinct: (left, right) => `${left} IS DISTINCT FROM ${right}`,
  same: (left, right) => `${left} IS NOT DISTINCT FROM ${right}`,
  joined: (left, right) => `${left} || ${right}`,
  zero: '0',
  escapeText: "'!'",
}

export interface TreeDialect {
  readonly forms?: TreeForms
  readonly words: LooseWords
  /** Statements that `exists` looks into: one that gives a row, and one that gives none. */
  readonly statements: readonly (readonly [built: () => unknown, text: string])[]
  readonly leaves: { readonly [Each in Kind]: readonly Tree[] }
  readonly own: readonly TreeOperator[]
}

const kinds: readonly Kind[] = ['int', 'text', 'bool']
const same = (kind: Kind, count: number): readonly Kind[] => Array.from({ length: count }, () => kind)

type Build = (
  first: LooseExpression,
  second: LooseExpression,
  third: LooseExpression,
  fourth: LooseExpression,
) => LooseExpression
type Print = (first: string, second: string, third: string, fourth: string) => string
const operator = (of: Kind, over: readonly Kind[], build: Build, print: Print): TreeOperator => ({
  of,
  over,
  build: ([a, b, c, d]) => build(given(a), given(b), given(c), given(d)),
  print: ([a = '', b = '', c = '', d = '']) => print(a, b, c, d),
})
/** Operators ask for no more than they are over. */
const given = (loose: LooseExpression | undefined): LooseExpression => loose ?? ({} as LooseExpression)

function comparisons(kind: Kind, { distinct, same: alike }: TreeForms): readonly TreeOperator[] {
  const signs = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const
  const names = Object.keys(signs) as readonly (keyof typeof signs)[]
  const two = same(kind, 2)
  const three = same(kind, 3)
  return [
    ...names.map(name =>
      operator(
        'bool',
        two,
        (a, b) => a[name](b),
        (a, b) => `${a} ${signs[name]} ${b}`,
      ),
    ),
    operator('bool', two, (a, b) => a.isDistinctFrom(b), distinct),
    operator('bool', two, (a, b) => a.isNotDistinctFrom(b), alike),
    operator(
      'bool',
      three,
      (a, b, c) => a.between(b, c),
      (a, b, c) => `${a} BETWEEN ${b} AND ${c}`,
    ),
    operator(
      'bool',
      three,
      (a, b, c) => a.notBetween(b, c),
      (a, b, c) => `${a} NOT BETWEEN ${b} AND ${c}`,
    ),
    operator(
      'bool',
      three,
      (a, b, c) => a.in([b, c]),
      (a, b, c) => `${a} IN (${b}, ${c})`,
    ),
    operator(
      'bool',
      three,
      (a, b, c) => a.notIn([b, c]),
      (a, b, c) => `${a} NOT IN (${b}, ${c})`,
    ),
    operator(
      'bool',
      two,
      (a, b) => a.in(b),
      (a, b) => `${a} IN (${b})`,
    ),
    operator(
      'bool',
      [kind],
      a => a.isNull(),
      a => `${a} IS NULL`,
    ),
    operator(
      'bool',
      [kind],
      a => a.isNotNull(),
      a => `${a} IS NOT NULL`,
    ),
  ]
}

function choices(kind: Kind, words: LooseWords): readonly TreeOperator[] {
  return [
    operator(
      kind,
      ['bool', kind, kind],
      (when, then, otherwise) => words.when(when, then).otherwise(otherwise),
      (when, then, otherwise) => `CASE WHEN ${when} THEN ${then} ELSE ${otherwise} END`,
    ),
    operator(
      kind,
      ['int', 'int', kind, kind],
      (of, when, then, otherwise) => words.caseOf(of).when(when, then).otherwise(otherwise),
      (of, when, then, otherwise) => `CASE ${of} WHEN ${when} THEN ${then} ELSE ${otherwise} END`,
    ),
    operator(
      kind,
      [kind, kind],
      (a, b) => words.coalesce(a, b),
      (a, b) => `coalesce(${a}, ${b})`,
    ),
  ]
}

const numbers = ({ nullIf }: LooseWords, { zero }: TreeForms): readonly TreeOperator[] => [
  operator(
    'int',
    ['int', 'int'],
    (a, b) => a.plus(b),
    (a, b) => `${a} + ${b}`,
  ),
  operator(
    'int',
    ['int', 'int'],
    (a, b) => a.minus(b),
    (a, b) => `${a} - ${b}`,
  ),
  operator(
    'int',
    ['int', 'int'],
    (a, b) => a.mul(b),
    (a, b) => `${a} * ${b}`,
  ),
  operator(
    'int',
    ['int', 'int'],
    (a, b) => a.div(nullIf(b, 0)),
    (a, b) => `${a} / (nullif(${b}, ${zero}))`,
  ),
  operator(
    'int',
    ['int', 'int'],
    (a, b) => a.mod(nullIf(b, 0)),
    (a, b) => `${a} % (nullif(${b}, ${zero}))`,
  ),
  operator(
    'int',
    ['int'],
    a => a.negate(),
    a => `- ${a}`,
  ),
]

const texts = ({ lower }: LooseWords, { joined, escapeText }: TreeForms): readonly TreeOperator[] => [
  operator('text', ['text', 'text'], (a, b) => a.concat(b), joined),
  operator(
    'text',
    ['text', 'text', 'text'],
    (a, b, c) => a.concat(b, c),
    (a, b, c) => joined(`(${joined(a, b)})`, c),
  ),
  operator('text', ['text', 'int'], (a, b) => a.concat(b), joined),
  operator('text', ['int', 'text'], (a, b) => a.concat(b), joined),
  operator(
    'text',
    ['text'],
    a => lower(a),
    a => `lower(${a})`,
  ),
  operator(
    'bool',
    ['text', 'text'],
    (a, b) => a.like(b),
    (a, b) => `${a} LIKE ${b}`,
  ),
  operator(
    'bool',
    ['text', 'text'],
    (a, b) => a.notLike(b, '!'),
    (a, b) => `${a} NOT LIKE ${b} ESCAPE ${escapeText}`,
  ),
]

const conditions: readonly TreeOperator[] = [
  operator(
    'bool',
    ['bool', 'bool'],
    (a, b) => a.and(b),
    (a, b) => `${a} AND ${b}`,
  ),
  operator(
    'bool',
    ['bool', 'bool'],
    (a, b) => a.or(b),
    (a, b) => `${a} OR ${b}`,
  ),
  operator(
    'bool',
    ['bool', 'bool', 'bool'],
    (a, b, c) => a.and(b, c),
    (a, b, c) => `(${a} AND ${b}) AND ${c}`,
  ),
  operator(
    'bool',
    ['bool', 'bool', 'bool'],
    (a, b, c) => a.or(b, c),
    (a, b, c) => `(${a} OR ${b}) OR ${c}`,
  ),
  operator(
    'bool',
    ['bool'],
    a => a.not(),
    a => `NOT ${a}`,
  ),
]

const tests = ({ words, statements }: TreeDialect): readonly TreeOperator[] =>
  statements.flatMap(([built, text]) => [
    operator(
      'bool',
      [],
      () => words.exists(built()),
      () => `EXISTS (${text})`,
    ),
    operator(
      'bool',
      [],
      () => words.notExists(built()),
      () => `NOT (EXISTS (${text}))`,
    ),
  ])

const applied = ({ of, over, build, print }: TreeOperator, args: readonly Tree[]): Tree => ({
  kind: of,
  text: `(${print(over.map((_, index) => args[index]?.text ?? ''))})`,
  build: () => build(args.map(arg => arg.build())),
})

/** Random expressions of a dialect, up to some depth. */
export function trees(dialect: TreeDialect, maxDepth: number): fc.Arbitrary<Tree> {
  const { words, leaves, own, forms = standard } = dialect
  const operators: readonly TreeOperator[] = [
    ...kinds.flatMap(kind => [...comparisons(kind, forms), ...choices(kind, words)]),
    ...numbers(words, forms),
    ...texts(words, forms),
    ...conditions,
    ...tests(dialect),
    ...own,
  ]
  const { int, text, bool } = fc.letrec<Record<Kind, Tree>>(tie => {
    const ofKind = (kind: Kind): fc.Arbitrary<Tree> =>
      fc.oneof(
        { maxDepth },
        fc.constantFrom(...leaves[kind]),
        ...operators
          .filter(({ of }) => of === kind)
          .map(one => fc.tuple(...one.over.map(each => tie(each))).map(args => applied(one, args))),
      )
    return { int: ofKind('int'), text: ofKind('text'), bool: ofKind('bool') }
  })
  return fc.oneof(int, text, bool)
}

/** A tree that is written and built as it stands. */
export const leaf = (kind: Kind, text: string, build: () => LooseExpression): Tree => ({
  kind,
  text: `(${text})`,
  build,
})
export { operator }
