/** What a test of several dialects builds with: any word of a builder, without types. */
export interface Loose extends Record<Word, Loose> {
  (...given: readonly unknown[]): Loose
}

type Word =
  | ('select' | 'with' | 'values' | 'insertInto' | 'update' | 'deleteFrom' | 'from' | 'join' | 'leftJoin' | 'joinUsing')
  | ('leftJoinUsing' | 'where' | 'groupBy' | 'having' | 'window' | 'orderBy' | 'limit' | 'offset' | 'union' | 'except')
  | (
      | 'unionAll'
      | 'intersect'
      | 'as'
      | 'set'
      | 'returning'
      | 'onConflict'
      | 'targetWhere'
      | 'doUpdate'
      | 'doNothing'
      | 'everything'
    )
  | ('eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'between' | 'in' | 'notIn' | 'isDistinctFrom' | 'like' | 'notLike')
  | ('and' | 'or' | 'not' | 'concat' | 'operator' | 'collate' | 'asc' | 'desc' | 'nullsFirst' | 'when' | 'otherwise')
  | ('over' | 'filter' | 'partitionBy' | 'table' | 'every' | 'resultColumn' | 'value' | 'caseOf' | 'cast' | 'count')
  | ('onDuplicateKeyUpdate' | 'using')
  | ('rowNumber' | 'cte' | 'recursive' | 'func' | 'ident' | 'sql' | 'rows' | 'plus' | 'coalesce' | 'isNotDistinctFrom')

/** A statement, to look at and to run. */
export interface LooseBuilt {
  render(): { readonly text: string; readonly values: readonly unknown[] }
  run(): PromiseLike<unknown>
}
