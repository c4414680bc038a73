import {
  bool,
  col,
  Decimal,
  decimal,
  Entity,
  hasMany,
  hasOne,
  type SelectSource,
  type Table,
  text,
} from '@vantage-ts/core'
import type { ShopSource } from '../shop-source.ts'
import { Bakery } from './bakery.ts'
import { Order } from './order.ts'

/** Somebody who orders; not everybody pays. */
export class Client extends Entity('clients', {
  id: col(text).id(),
  name: col(text).flag('searchable'),
  isPaying: col(bool).named('is_paying'),
  balance: col(decimal),
  bakeryId: col(text).named('bakery_id'),
}) {
  static override refs = {
    bakery: hasOne(() => Bakery, 'bakeryId'),
    orders: hasMany(() => Order, 'clientId'),
  }

  /** Set method: the clients who pay, in whatever source they are. */
  static paying<DS extends ShopSource>(db: DS) {
    return Client.table(db).where(client => client.isPaying.eq(true))
  }
  /** Set method for a set that is narrowed already: `clients.pipe(Client.indebted)`. */
  static indebted<DS extends SelectSource>(clients: Table<DS, typeof Client>) {
    return clients.where(client => client.balance.lt(Decimal.from('0')))
  }

  /** What a row can do: `Biff Tannen owes 50.25`. */
  standing(): string {
    return this.balance.sign < 0 ? `${this.name} owes ${this.balance.abs()}` : `${this.name} has ${this.balance}`
  }
}
