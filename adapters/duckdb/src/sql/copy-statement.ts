import { SqlStatement } from '@vantage-ts/sql/build'

/** A COPY between a table and a file: it writes, and gives no rows. */
export abstract class CopyStatement extends SqlStatement<'duckdb'> {
  override get isWrite(): boolean {
    return true
  }
  get givesRows(): boolean {
    return false
  }
  override get outputs(): undefined {
    return undefined
  }
}
