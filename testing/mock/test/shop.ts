import {
  col,
  Decimal,
  decimal,
  Entity,
  enumOf,
  type Has,
  hasMany,
  hasOne,
  type Holds,
  int,
  type SelectSource,
  type Source,
  type Table,
  text,
  type TransactionSource,
  VantageError,
} from '@vantage-ts/core'

export class Customer extends Entity('customers', {
  id: col(int).id(),
  name: col(text),
  city: col(text).optional(),
  limit: col(decimal).default(Decimal.from('100')),
}) {
  static override refs = { orders: hasMany(() => Order, 'customerId') }
  label(): string {
    return `${this.name} of ${this.city ?? 'nowhere'}`
  }
}

export class Order extends Entity('orders', {
  id: col(int).id(),
  customerId: col(int),
  total: col(decimal),
  state: col(enumOf('open', 'paid')).default('open'),
  note: col(text).optional(),
}) {
  static override refs = { customer: hasOne(() => Customer, 'customerId') }
}

/** What the shop asks of a source. */
export interface ShopSource extends TransactionSource {
  readonly can: Has<'transaction' | 'read' | 'where' | 'select' | 'aggregate' | 'insert' | 'patch' | 'returning'>
  readonly '~holds': Holds<'text' | 'int' | 'decimal' | 'enum'>['~holds']
}

/** Set method: what has not been paid. */
export const unpaid = <DS extends Source & { readonly can: Has<'read' | 'where'> }>(
  orders: Table<DS, typeof Order>,
): Table<DS, typeof Order> => orders.where(order => order.state.eq('open'))

/** What a customer owes. */
export const debt = (db: ShopSource, customerId: number): PromiseLike<Decimal> =>
  unpaid(Order.table(db))
    .where(order => order.customerId.eq(customerId))
    .sum(order => order.total)

/** Places an order within the limit of its customer. Errors: `not-found`, `validation`. */
export const placeOrder = (db: ShopSource, id: number, customerId: number, total: Decimal): Promise<Order> =>
  db.transaction(
    async tx => {
      const customer = await Customer.table(tx).load(customerId)
      const owed = await debt(tx, customerId)
      if (owed.plus(total).compare(customer.limit) > 0)
        throw new VantageError(`${customer.label()} would owe more than the limit`, { kind: 'validation' })
      return await Order.table(tx).insert(id, { customerId, total })
    },
    { retries: 2 },
  )

/** Who lives where another source says that there is a fair, by name. */
export const neighbours = <DS extends ReadsCustomers, Other extends SelectSource>(
  db: DS,
  cities: Table<Other, typeof City>,
): PromiseLike<string[]> =>
  Customer.table<typeof Customer, ReadsCustomers>(db)
    .where(customer => customer.city.in(cities.where(city => city.hasFair.eq(1)).fieldExpr(city => city.name)))
    .fieldValues(customer => customer.name)

interface ReadsCustomers extends SelectSource {
  readonly '~holds': Holds<'text' | 'int' | 'decimal'>['~holds']
}

export class City extends Entity('cities', { name: col(text).id(), hasFair: col(int) }) {}
