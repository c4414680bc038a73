import { surrealdb } from '@vantage-ts/surrealdb'
import {
  array,
  cast,
  field,
  given,
  type Input,
  none,
  not,
  ql,
  type QlExpression,
  range,
  string,
  value,
  variable,
  when,
} from '@vantage-ts/surrealdb/ql'

/** `maybe` is a number, NONE or NULL. */
export type Kind = 'number' | 'text' | 'bool' | 'list' | 'object' | 'maybe'
/** Whether fields of a row are seen: in closures they are not. */
export type Scope = 'row' | 'bare'

/** An expression twice: built, and written with brackets around every part; both are given the variables around them. */
export interface Tree {
  readonly build: (variables: readonly QlExpression[]) => QlExpression
  readonly print: (variables: readonly string[]) => string
}

/** One operator over trees. What a part is given in addition to the variables around is what the operator declares. */
export interface TreeOperator {
  readonly of: Kind
  readonly over: readonly { readonly kind: Kind; readonly scope?: Scope }[]
  readonly apply: (args: readonly Tree[]) => Tree
}

// The brackets around every part are deeper than the engine usually reads.
Object.assign(process.env, { SURREAL_MAX_QUERY_PARSING_DEPTH: '200' })
export const db = surrealdb({ url: 'mem://' })
const q = db.query()

/** What stands for the rows of all selects. */
export const row = { n: 3, s: 'ab', t: true, l: [2, -1], o: { a: 4, b: 'x' }, m: null }
export const rowText = "{ n: 3, s: 'ab', t: true, l: [2, -1], o: { a: 4, b: 'x' }, m: NULL }"

/** Of as many parts as it is over. */
type Five<T> = readonly [a: T, b: T, c: T, d: T, e: T]
type Build = (...args: Five<QlExpression>) => QlExpression
type Print = (...args: Five<string>) => string
const five = <T>(args: readonly T[]): Five<T> => args as unknown as Five<T>
function plain(of: Kind, over: readonly Kind[], build: Build, print: Print): TreeOperator {
  return {
    of,
    over: over.map(kind => ({ kind })),
    apply: args => ({
      build: variables => build(...five(args.map(arg => arg.build(variables)))),
      print: variables => `(${print(...five(args.map(arg => arg.print(variables))))})`,
    }),
  }
}
/** With parts that have names of their own, or rows. */
function scoped(of: Kind, over: TreeOperator['over'], apply: (...args: Five<Tree>) => Tree): TreeOperator {
  return { of, over, apply: args => apply(...five(args)) }
}

type Sign = readonly [method: keyof QlExpression & string, sign: string]
const infixes = (of: Kind, over: readonly [Kind, Kind], signs: readonly Sign[]): readonly TreeOperator[] =>
  signs.map(([method, sign]) =>
    plain(
      of,
      over,
      (a, b) => (a[method] as (other: Input) => QlExpression).call(a, b as Input),
      (a, b) => `${a} ${sign} ${b}`,
    ),
  )

const arithmetic: readonly TreeOperator[] = [
  ...infixes(
    'number',
    ['number', 'number'],
    [
      ['plus', '+'],
      ['minus', '-'],
      ['mul', '*'],
      ['div', '/'],
      ['mod', '%'],
      ['power', '**'],
    ],
  ),
  plain(
    'number',
    ['number'],
    a => a.negate(),
    a => `- ${a}`,
  ),
  plain(
    'number',
    ['text'],
    a => a.call('len'),
    a => `string::len(${a})`,
  ),
  plain(
    'number',
    ['list'],
    a => array.len(a),
    a => `array::len(${a})`,
  ),
  plain(
    'number',
    ['list'],
    a => a.at(0).coalesce(5),
    a => `((${a})[0]) ?? 5`,
  ),
  plain(
    'number',
    ['list'],
    a => a.last().otherwise(5),
    a => `((${a})[$]) ?: 5`,
  ),
  plain(
    'number',
    ['object'],
    a => a.get('a'),
    a => `(${a}).a`,
  ),
  plain(
    'number',
    ['number'],
    a => a.cast('int'),
    a => `<int> ${a}`,
  ),
  plain(
    'number',
    ['number'],
    a => cast('float', a),
    a => `<float> ${a}`,
  ),
  plain(
    'number',
    ['number'],
    a => q.return(ql`${a} * 2 - ${a}`),
    a => `(${a} * 2) - ${a}`,
  ),
  plain(
    'number',
    ['maybe', 'number'],
    (a, b) => a.coalesce(b),
    (a, b) => `${a} ?? ${b}`,
  ),
  plain(
    'number',
    ['maybe', 'number'],
    (a, b) => a.otherwise(b),
    (a, b) => `${a} ?: ${b}`,
  ),
  // The same expression several times, with its values.
  plain(
    'number',
    ['number', 'number'],
    (a, b) => a.minus(b).minus(a.minus(b).mul(b)),
    (a, b) => `(${a} - ${b}) - ((${a} - ${b}) * ${b})`,
  ),
]

const texts: readonly TreeOperator[] = [
  ...infixes('text', ['text', 'text'], [['plus', '+']]),
  plain(
    'text',
    ['text', 'number', 'bool'],
    (a, b, c) => string.concat(a, b, c),
    (a, b, c) => `string::concat(${a}, ${b}, ${c})`,
  ),
  plain(
    'text',
    ['number'],
    a => a.cast('string'),
    a => `<string> ${a}`,
  ),
  plain(
    'text',
    ['bool'],
    a => a.cast('string').call('uppercase'),
    a => `string::uppercase(<string> ${a})`,
  ),
  plain(
    'text',
    ['object'],
    a => a.at(value('b')),
    a => `(${a})['b']`,
  ),
  ...infixes(
    'bool',
    ['text', 'text'],
    [
      ['contains', 'CONTAINS'],
      ['containsNot', 'CONTAINSNOT'],
      ['inside', 'INSIDE'],
      ['lt', '<'],
      ['gte', '>='],
    ],
  ),
]

const equalities = (kind: Kind): readonly TreeOperator[] => [
  ...infixes(
    'bool',
    [kind, kind],
    [
      ['eq', '='],
      ['eq', 'IS'],
      ['ne', '!='],
      ['ne', 'IS NOT'],
      ['exactly', '=='],
    ],
  ),
  plain(
    'bool',
    [kind, kind, kind],
    (a, b, c) => a.inside([b, c]),
    (a, b, c) => `${a} INSIDE [${b}, ${c}]`,
  ),
  plain(
    'bool',
    [kind, kind, kind],
    (a, b, c) => a.notInside([b, c]),
    (a, b, c) => `${a} NOTINSIDE [${b}, ${c}]`,
  ),
]

const conditions: readonly TreeOperator[] = [
  ...infixes(
    'bool',
    ['bool', 'bool'],
    [
      ['and', '&&'],
      ['or', '||'],
      ['coalesce', '??'],
      ['otherwise', '?:'],
    ],
  ),
  plain(
    'bool',
    ['bool', 'bool', 'bool'],
    (a, b, c) => a.and(b, c),
    (a, b, c) => `(${a} && ${b}) && ${c}`,
  ),
  plain(
    'bool',
    ['bool', 'bool', 'bool'],
    (a, b, c) => a.or(b.or(c)),
    (a, b, c) => `${a} || (${b} || ${c})`,
  ),
  plain(
    'bool',
    ['bool'],
    a => not(a),
    a => `! ${a}`,
  ),
  ...infixes(
    'bool',
    ['number', 'number'],
    [
      ['lt', '<'],
      ['lte', '<='],
      ['gt', '>'],
      ['gte', '>='],
    ],
  ),
  plain(
    'bool',
    ['maybe'],
    a => a.isNone(),
    a => `${a} IS NONE`,
  ),
  plain(
    'bool',
    ['maybe'],
    a => a.isNotNull(),
    a => `${a} IS NOT NULL`,
  ),
  plain(
    'bool',
    ['number', 'number', 'number'],
    (a, b, c) => a.inside(range(b, c)),
    (a, b, c) => `${a} IN (${b}..${c})`,
  ),
  plain(
    'bool',
    ['number', 'number'],
    (a, b) => a.inside(range(b, 7, { includesEnd: true })),
    (a, b) => `${a} IN (${b}..=7)`,
  ),
]

const values: readonly TreeOperator[] = [
  plain(
    'list',
    ['number', 'number'],
    (a, b) => value([a, b]),
    (a, b) => `[${a}, ${b}]`,
  ),
  ...infixes('list', ['list', 'list'], [['plus', '+']]),
  plain(
    'list',
    ['list'],
    a => a.call('reverse'),
    a => `array::reverse(${a})`,
  ),
  plain(
    'list',
    ['object', 'number'],
    (a, b) => cast('array', value([a, { a: b }]).get('a')),
    (a, b) => `<array> (([${a}, ({ a: ${b} })]).a)`,
  ),
  ...infixes(
    'bool',
    ['list', 'number'],
    [
      ['contains', 'CONTAINS'],
      ['anyEqual', '?='],
      ['allEqual', '*='],
    ],
  ),
  ...infixes(
    'bool',
    ['list', 'list'],
    [
      ['containsAll', 'CONTAINSALL'],
      ['containsAny', 'CONTAINSANY'],
      ['noneInside', 'NONEINSIDE'],
    ],
  ),
  plain(
    'object',
    ['number', 'text'],
    (a, b) => value({ a: a, b: b }),
    (a, b) => `{ a: ${a}, b: ${b} }`,
  ),
  plain(
    'object',
    ['object'],
    a => a.pick('b', 'a'),
    a => `(${a}).{ a, b }`,
  ),
]

const choices = (kind: Kind): readonly TreeOperator[] => [
  plain(
    kind,
    ['bool', kind, kind],
    (a, b, c) => when(a, b).otherwise(c),
    (a, b, c) => `IF ${a} { ${b} } ELSE { ${c} }`,
  ),
  plain(
    kind,
    ['bool', kind, 'number', kind, kind],
    (a, b, c, d, e) => when(a, b).when(c, d).otherwise(e),
    (a, b, c, d, e) => `IF ${a} { ${b} } ELSE { (IF ${c} { ${d} } ELSE { ${e} }) }`,
  ),
  // Names, in three ways; the text gives its result by a name, which is always its value.
  ...[
    (name: string, of: QlExpression, body: (named: QlExpression) => QlExpression) =>
      given({ [name]: of }, named => body(named[name] ?? value(0))),
    (_: string, of: QlExpression, body: (named: QlExpression) => QlExpression) => given({ v: of }, ({ v }) => body(v)),
    (name: string, of: QlExpression, body: (named: QlExpression) => QlExpression) =>
      q.let(name, of).return(body(variable(name))),
  ].map(named =>
    scoped(kind, [{ kind: 'number' }, { kind }], (of, body) => ({
      build: variables => named(`b${variables.length}`, of.build(variables), own => body.build([...variables, own])),
      print: variables => {
        const name = `$b${variables.length}`
        const inner = body.print([...variables, name])
        return `({ LET ${name} = ${of.print(variables)}; LET $r${variables.length} = ${inner}; ($r${variables.length}) })`
      },
    })),
  ),
  scoped(kind, [{ kind, scope: 'row' }], body => ({
    build: variables => value(q.selectValue(body.build(variables)).from(value(row)).only()),
    print: variables => `(SELECT VALUE ${body.print(variables)} FROM ONLY ${rowText})`,
  })),
]

const inner: readonly TreeOperator[] = [
  scoped('list', [{ kind: 'list' }, { kind: 'number', scope: 'bare' }], (list, body) => ({
    build: variables => array.map(list.build(variables), x => body.build([...variables, x])),
    print: variables => {
      const name = `$c${variables.length}`
      return `(array::map(${list.print(variables)}, |${name}| ${body.print([...variables, name])}))`
    },
  })),
  scoped('list', [{ kind: 'list' }, { kind: 'bool', scope: 'bare' }], (list, body) => ({
    build: variables => list.build(variables).call('filter', x => body.build([...variables, x])),
    print: variables => {
      const name = `$c${variables.length}`
      return `(array::filter(${list.print(variables)}, |${name}| ${body.print([...variables, name])}))`
    },
  })),
  scoped(
    'list',
    [
      { kind: 'bool', scope: 'row' },
      { kind: 'number', scope: 'row' },
    ],
    (condition, of) => ({
      build: variables =>
        q.selectValue(of.build(variables)).from([row, row]).where(condition.build(variables)).limit(1),
      print: variables =>
        `(SELECT VALUE ${of.print(variables)} FROM [${rowText}, ${rowText}] WHERE ${condition.print(variables)} LIMIT 1)`,
    }),
  ),
  scoped(
    'object',
    [
      { kind: 'number', scope: 'row' },
      { kind: 'text', scope: 'row' },
    ],
    (a, b) => ({
      build: variables =>
        q
          .select({ a: a.build(variables) }, { b: b.build(variables) })
          .from(value(row))
          .only(),
      print: variables => `(SELECT ${a.print(variables)} AS a, ${b.print(variables)} AS b FROM ONLY ${rowText})`,
    }),
  ),
  scoped('list', [{ kind: 'bool', scope: 'row' }], condition => ({
    build: variables => cast('array', value([row]).items(condition.build(variables)).get('n')),
    print: variables => `(<array> (([${rowText}][WHERE ${condition.print(variables)}]).n))`,
  })),
]

const kinds: readonly Kind[] = ['number', 'text', 'bool', 'list', 'object', 'maybe']

export const operators: readonly TreeOperator[] = [
  ...arithmetic,
  ...texts,
  ...kinds.flatMap(equalities),
  ...kinds.flatMap(choices),
  ...conditions,
  ...values,
  ...inner,
]

const bound = (given: Input, text: string): Tree => ({ build: () => value(given), print: () => `(${text})` })
const texted = (given: string): Tree => bound(given, `'${given.replace(/[\\']/g, '\\$&')}'`)
/** A variable around, by its place; a number where there is none. */
const named = (place: number): Tree => ({
  build: variables => variables.at(place) ?? value(6),
  print: variables => variables.at(place) ?? '(6)',
})
const fieldLeaf = (name: string): Tree => ({ build: () => field(name), print: () => `(${name})` })

const own: { readonly [Each in Kind]: readonly Tree[] } = {
  number: [...[-9, -2, -1, 0, 1, 2, 7, 1.5].map(n => bound(n, String(n))), named(0), named(-1)],
  text: ['', 'a', 'B', 'a%', '-1', "'", '--', '/*', '$_0', '`', '\\', '😀'].map(texted),
  bool: [bound(true, 'true'), bound(false, 'false')],
  list: [bound([], '[]'), bound([1], '[1]'), bound([0, -3, 2], '[0, -3, 2]')],
  object: [bound({ a: 1, b: 'x' }, "{ a: 1, b: 'x' }"), bound({ a: -2, b: '' }, "{ a: -2, b: '' }")],
  maybe: [bound(null, 'NULL'), { build: () => none, print: () => '(NONE)' }, bound(0, '0'), bound(-4, '-4')],
}
const fieldOf: { readonly [Each in Kind]: string } = {
  number: 'n',
  text: 's',
  bool: 't',
  list: 'l',
  object: 'o',
  maybe: 'm',
}

export const leavesOf = (kind: Kind, scope: Scope): readonly Tree[] =>
  scope === 'bare' ? own[kind] : [...own[kind], fieldLeaf(fieldOf[kind])]
