import type { AbilityName, Type } from '@vantage-ts/core'
import type { OperatorName } from '@vantage-ts/core/adapter'
import { fails, same } from './check.ts'
import { holds } from './facts.ts'
import type { KitContext } from './kit-case.ts'
import { isAble, type KitSource, type Opened, sending } from './kit-source.ts'
import { tableOf } from './kit-table.ts'
import { operatorProbe } from './operator-probe.ts'
import { people, Person } from './people.ts'

type Use = (source: KitSource) => unknown
const { id: _id, ...ada } = people[0]

/** One use of each ability that somebody may try; the ones left out have no call of their own yet. */
const uses: { readonly [Name in AbilityName]?: Use } = {
  read: source => Person.table(source).list(),
  insert: source => Person.table(source).insertReturningId({ id: 9, ...ada }),
  append: source => Person.table(source).insert(9, ada),
  replace: source => Person.table(source).replace(1, ada),
  patch: source => Person.table(source).patch(1, { age: 40 }),
  delete: source => Person.table(source).delete(1),
  where: source => Person.table(source).where(p => p.age.eq(36)),
  order: source => Person.table(source).orderBy(p => p.name),
  window: source => Person.table(source).limit(1),
  aggregate: source => Person.table(source).count(),
  select: source => {
    const table = Person.table(source)
    return table.where(p => p.age.in(table.where(q => q.isActive.eq(true)).fieldExpr(q => q.age))).list()
  },
  template: source => source.expr`1`,
  returning: source =>
    Person.table(source)
      .insertQuery({ id: 9, ...ada })
      .returning()
      .run(),
  search: source => Person.table(source).search('a'),
  transaction: source => source.begin(),
  savepoint: async source => {
    await using transaction = await source.begin()
    await transaction.savepoint()
  },
}

/** Tells whether the use of a missing ability can be refused on a source with these abilities. */
function isRefusable(ability: AbilityName, opened: Opened): boolean {
  if (ability === 'append') return !isAble(opened, 'insert')
  if (ability === 'savepoint') return isAble(opened, 'transaction')
  return uses[ability] !== undefined
}

/** Shows that a missing ability is refused before anything is sent. */
export async function refusesAbility(context: KitContext, ability: AbilityName): Promise<void> {
  const opened = await context.open(tableOf(Person, people))
  const use = uses[ability]
  if (use === undefined || !isRefusable(ability, opened)) return
  const { value: error, count } = await sending(opened, () => fails('unsupported', () => use(opened.source), ability))
  same(count, 0, `statements sent before ${ability} was refused`)
  same(error.details.source, opened.source.name)
}

/** Shows that a table with a type that the source lacks is refused when it is built. */
export async function refusesType(context: KitContext, type: Type<unknown>): Promise<void> {
  const opened = await context.open()
  same(holds(opened.source, type), false, `the source holds ${type.name}`)
  same(opened.sent.length, 0)
}

/** Shows that an operator which the source lacks is refused before anything is sent. */
export async function refusesOperator(context: KitContext, operator: OperatorName): Promise<void> {
  const opened = await context.open(tableOf(Person, people))
  await fails(['unsupported', 'type-mismatch'], () => operatorProbe(opened.source, operator).explain(), operator)
  same(opened.sent.length, 0)
}
