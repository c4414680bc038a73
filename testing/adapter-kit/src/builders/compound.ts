import fc from 'fast-check'

/** Statements that are put together. */
export type LooseStatement = {
  readonly [Name in SetWord | 'orderBy' | 'limit' | 'offset']: (...given: readonly unknown[]) => LooseStatement
}
export type SetWord = 'union' | 'unionAll' | 'intersect' | 'except' | 'intersectAll' | 'exceptAll'

/** Numbers, as often as they are given. */
type Bag = readonly number[]

/** A statement with the rows that it gives. */
export interface CompoundTree {
  readonly text: string
  readonly rows: Bag
  readonly build: () => LooseStatement
}

export interface CompoundDialect {
  readonly words: readonly SetWord[]
  /** Numbers of `n` as the rows of a statement, each as often as it is in the list. */
  readonly plain: readonly ((numbers: Bag) => LooseStatement)[]
  /** What orders the rows of a statement by its only column. */
  readonly order: () => unknown
}

const once = (bag: Bag): Bag => [...new Set(bag)]
/** Each as often as it is in the first and not taken away by the second. */
function less(bag: Bag, other: Bag): Bag {
  const left = [...other]
  return bag.filter(one => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

const arithmetic: { readonly [Word in SetWord]: (left: Bag, right: Bag) => Bag } = {
  union: (left, right) => once([...left, ...right]),
  unionAll: (left, right) => [...left, ...right],
  intersect: (left, right) => once(left).filter(one => right.includes(one)),
  except: (left, right) => once(left).filter(one => !right.includes(one)),
  intersectAll: (left, right) => less(left, less(left, right)),
  exceptAll: (left, right) => less(left, right),
}

export const ascending = (bag: Bag): Bag => [...bag].sort((a, b) => a - b)

/** Random statements of several, in any nesting, with orders and windows inside. */
export function compounds({ words, plain, order }: CompoundDialect): fc.Arbitrary<CompoundTree> {
  const leaf = fc
    .tuple(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 }), fc.constantFrom(...plain))
    .map(([rows, build]): CompoundTree => ({ text: `{${rows.join(' ')}}`, rows, build: () => build(rows) }))
  return fc.letrec<{ bare: CompoundTree; tree: CompoundTree }>(tie => ({
    bare: fc.oneof(
      { maxDepth: 8, depthSize: 'small' },
      leaf,
      fc.tuple(fc.constantFrom(...words), tie('tree'), tie('tree')).map(
        ([word, left, right]): CompoundTree => ({
          text: `(${left.text} ${word} ${right.text})`,
          rows: arithmetic[word](left.rows, right.rows),
          build: () => left.build()[word](right.build()),
        }),
      ),
    ),
    // A window given again takes the place of the one before, so that only what has none gets one.
    tree: fc.oneof(
      { maxDepth: 8 },
      tie('bare'),
      fc.tuple(tie('bare'), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 3 })).map(
        ([tree, limit, offset]): CompoundTree => ({
          text: `${tree.text}[${offset}, ${limit}]`,
          rows: ascending(tree.rows).slice(offset, offset + limit),
          build: () => tree.build().orderBy(order()).limit(limit).offset(offset),
        }),
      ),
      fc.tuple(tie('bare'), fc.integer({ min: 0, max: 3 })).map(
        ([tree, offset]): CompoundTree => ({
          text: `${tree.text}[${offset}…]`,
          rows: ascending(tree.rows).slice(offset),
          build: () => tree.build().orderBy(order()).offset(offset),
        }),
      ),
    ),
  })).tree
}
