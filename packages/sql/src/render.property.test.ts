import { int, text } from '@vantage-ts/core'
import { Constant, type Node } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numbered, positional } from '../test/demo.ts'
import { from, op, param, place, select } from '../test/tree.ts'
import { quoteIdentifier } from './quote.ts'
import { render } from './render.ts'

/** Names that break out of text that was put together carelessly. */
const hostile = fc.oneof(
  fc.constantFrom(
    'select',
    'a"b',
    'a.b',
    '"; drop table x; --',
    '$1',
    '?',
    '{}',
    '⟩',
    "o'neil",
    '`',
    '[x]',
    ' ',
    'ä😀',
    '\\',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter(name => !name.includes('\0')),
)

/** Reads the parts of a dotted name as a database does. */
function namesIn(sql: string): string[] {
  return [...sql.matchAll(/"((?:[^"]|"")*)"/g)].map(([, inside = '']) => inside.replaceAll('""', '"'))
}

describe('hostile names', () => {
  it('come through quoting as they are', () => {
    fc.assert(
      fc.property(hostile, name => {
        expect(namesIn(quoteIdentifier(name))).toEqual([name])
        expect(quoteIdentifier(name).replaceAll('""', '').slice(1, -1)).not.toContain('"')
      }),
      { verbose: 1 },
    )
  })

  it('never reach past their place in a statement', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (schema, table, column) => {
        const t = place(table, { id: { type: int, isId: true, name: column } }, [schema])
        const node = t.columns.id ?? new Constant(false)
        const statement = select({ from: from(t), columns: [{ name: 'id', node }], where: op('eq', node, param(int)) })
        const { text: written, slots } = render(statement, numbered)
        expect(namesIn(written)).toEqual([table, column, schema, table, table, column])
        expect(written.replace(/"(?:[^"]|"")*"/g, 'x')).toBe('SELECT x.x FROM x.x WHERE x.x = CAST($1 AS integer)')
        expect(slots).toHaveLength(1)
      }),
      { verbose: 1 },
    )
  })

  it('are refused when they hold a NUL', () => {
    expect(() => quoteIdentifier('a\0b')).toThrowError(expect.objectContaining({ kind: 'invalid' }))
  })
})

/** A tree of conditions over `a`, `b` and a bound value, with the function that says what it means. */
interface Meant {
  readonly node: Node
  holds(a: boolean, b: boolean): boolean
}
const t = place('t', { a: { type: int }, b: { type: int } })
const flag = (name: 'a' | 'b'): Meant => ({
  node: op('isNotNull', t.columns[name] ?? new Constant(false)),
  holds: (a: boolean, b: boolean) => (name === 'a' ? a : b),
})
const { tree } = fc.letrec<{ tree: Meant }>(tie => ({
  tree: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom('a' as const, 'b' as const).map(flag),
    fc.tuple(tie('tree'), tie('tree')).map(([l, r]) => ({
      node: op('and', l.node, r.node),
      holds: (a: boolean, b: boolean) => l.holds(a, b) && r.holds(a, b),
    })),
    fc.tuple(tie('tree'), tie('tree')).map(([l, r]) => ({
      node: op('or', l.node, r.node),
      holds: (a: boolean, b: boolean) => l.holds(a, b) || r.holds(a, b),
    })),
    tie('tree').map(inner => ({ node: op('not', inner.node), holds: (a: boolean, b: boolean) => !inner.holds(a, b) })),
  ),
}))

describe('condition trees', () => {
  it('mean in text what they mean as a tree', () => {
    fc.assert(
      fc.property(tree, ({ node, holds }) => {
        const { text: written } = render(select({ columns: [{ name: 'x', node }], from: from(t) }), numbered)
        const condition = written.slice('SELECT '.length, written.indexOf(' FROM '))
        const script = condition
          .replaceAll('"t"."a" IS NOT NULL', 'a')
          .replaceAll('"t"."b" IS NOT NULL', 'b')
          .replaceAll('AND', '&&')
          .replaceAll('OR', '||')
          .replaceAll('NOT', '!')
        const evaluate = new Function('a', 'b', `return ${script}`)
        for (const a of [true, false]) for (const b of [true, false]) expect(evaluate(a, b)).toBe(holds(a, b))
      }),
      { verbose: 1 },
    )
  })
})

describe('values', () => {
  it('are never part of the text', () => {
    const words = place('w', { word: { type: text } })
    fc.assert(
      fc.property(fc.string({ minLength: 3 }), secret => {
        const node = words.columns.word ?? new Constant(false)
        const statement = select({
          from: from(words),
          columns: [{ name: 'word', node }],
          where: op('eq', node, param(text)),
        })
        const { text: written, slots } = render(statement, positional)
        expect(written).toBe('SELECT "w"."word" AS "word" FROM "w" WHERE "w"."word" = ?')
        expect(slots.map(slot => slot.encode(secret))).toEqual([secret])
      }),
      { verbose: 1 },
    )
  })
})
