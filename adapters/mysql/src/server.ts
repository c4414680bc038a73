/** The two databases that speak this protocol. */
export type Flavor = 'mariadb' | 'mysql'

/** What a server says of itself when it is greeted. */
export interface ServerVersion {
  readonly flavor: Flavor
  /** `10.11.19`, `8.4.2`. */
  readonly version: string
}

/** Reads the version of the greeting: `5.5.5-10.11.19-MariaDB-0+deb12u1` -> MariaDB 10.11.19. */
export function serverVersionOf(greeting: string): ServerVersion {
  const isMariadb = /mariadb/i.test(greeting)
  // MariaDB puts 5.5.5- before its own number, for replicas of old.
  const [version = ''] = /\d+(?:\.\d+)+/.exec(greeting.replace(/^5\.5\.5-(?=\d+\.\d+.*mariadb)/i, '')) ?? []
  return { flavor: isMariadb ? 'mariadb' : 'mysql', version }
}

/** Where MariaDB can tell that a row was changed since the transaction began to read: from these versions of each line on. */
const snapshots: readonly (readonly [major: number, minor: number, patch: number])[] = [
  [10, 6, 18],
  [10, 11, 8],
  [11, 0, 6],
  [11, 1, 5],
  [11, 2, 4],
  [11, 4, 2],
]

/** Whether a transaction of repeatable reads fails, instead of overwriting what it has not seen, where the server is told to. */
export function findsLostUpdates({ flavor, version }: ServerVersion): boolean {
  if (flavor !== 'mariadb') return false
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const line = snapshots.find(known => known[0] === major && known[1] === minor)
  return line === undefined ? major > 11 || (major === 11 && minor > 4) : patch >= line[2]
}

/** What is known of the server of a source: nothing before the first connection. */
export interface ServerFacts {
  server: ServerVersion | undefined
}

/** How text differs between the two. */
export interface Variant {
  readonly flavor: Flavor
  /** Compares and orders by code point, and does not pad. */
  readonly collation: string
  /** The first group in the replacement of a regular expression. */
  readonly regexpGroup: string
  /** A parameter, or NULL, as a value of a vendor type. */
  cast(sql: string, vendorType: string): string
  /** What JSON is compared by, whatever the order of its members and the form of its numbers. */
  jsonKey(sql: string): string
  /** Statements whose written rows come back from the statement itself. */
  readonly returns: { readonly insert: boolean; readonly delete: boolean }
}

export const variants: { readonly [Name in Flavor]: Variant } = {
  mariadb: {
    flavor: 'mariadb',
    collation: 'utf8mb4_nopad_bin',
    regexpGroup: '\\1',
    cast: (sql, vendorType) => `CAST(${sql} AS ${vendorType})`,
    jsonKey: sql => `json_normalize(${sql})`,
    returns: { insert: true, delete: true },
  },
  mysql: {
    flavor: 'mysql',
    collation: 'utf8mb4_0900_bin',
    regexpGroup: '$1',
    // What it binds as a time itself may be another one: 00:00:00.000001 becomes 01:00:00.
    cast: (sql, vendorType) => `CAST(${vendorType.startsWith('time') ? `concat(${sql})` : sql} AS ${vendorType})`,
    jsonKey: sql => `CAST(${sql} AS JSON)`,
    returns: { insert: false, delete: false },
  },
}
