import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memory } from '@vantage-ts/core/memory'
import { sqlite } from '@vantage-ts/sqlite'
import { createSqliteTables } from '../src/open-sqlite.ts'
import { bankRules } from './rules.ts'
import { writeSkew } from './write-skew.ts'

const isolations = ['read-committed', 'repeatable-read', 'serializable'] as const

const inMemory = {
  name: 'memory',
  isolations,
  open: async () => {
    const db = memory()
    return { connections: [db, db], close: () => db.close() } as const
  },
}
bankRules(inMemory)
writeSkew(inMemory)

bankRules({
  name: 'SQLite',
  isolations,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'vantage-bank-'))
    const file = join(folder, 'bank.db')
    const connections = [sqlite({ file }), sqlite({ file })] as const
    await createSqliteTables(connections[0])
    return {
      connections,
      close: async () => {
        for (const db of connections) await db.close()
        await rm(folder, { recursive: true, force: true })
      },
    }
  },
})
