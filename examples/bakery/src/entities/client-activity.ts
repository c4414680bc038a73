import { col, Entity, int, text } from '@vantage-ts/core'

/** A client with what came of them: the row of a query, never stored. */
export class ClientActivity extends Entity('client_activity', {
  id: col(text).id(),
  name: col(text),
  /** Null where a join found none. */
  orderCount: col(int).optional(),
  /** Cents. */
  spent: col(int).optional(),
}) {
  hasOrdered(): boolean {
    return (this.orderCount ?? 0) > 0
  }
  /** In dollars: `997.20`. */
  revenue(): string {
    return ((this.spent ?? 0) / 100).toFixed(2)
  }
}
